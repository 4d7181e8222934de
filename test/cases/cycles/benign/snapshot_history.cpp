// case: snapshot_history
// what: every snapshot owns the previous one, const; the store holds the newest and reading back builds new ones on top
// trap: self-typed owner field set by a constructor; head_ = make_shared<Snapshot>(head_)
// expect: no diagnostic at the default setting
#include <memory>
#include <string>
#include <utility>

class Snapshot {
public:
  Snapshot(std::string text, std::shared_ptr<const Snapshot> previous) : text_(std::move(text)), previous_(std::move(previous)) {}
  const std::string &text() const { return text_; }
  const std::shared_ptr<const Snapshot> &previous() const { return previous_; }

private:
  std::string text_;
  std::shared_ptr<const Snapshot> previous_;
};

class Store : public std::enable_shared_from_this<Store> {
public:
  void save(const std::string &text) { head_ = std::make_shared<const Snapshot>(text, head_); }
  void revert() { save(head_->previous()->text()); }
  std::shared_ptr<const Snapshot> head() const { return head_; }

private:
  std::shared_ptr<const Snapshot> head_;
};

#ifdef PROVE
int main() {
  auto store = std::make_shared<Store>();
  store->save("a"), store->save("b"), store->revert();
  std::weak_ptr<const Snapshot> watch = store->head()->previous();
  if (store->head()->text() != "a")
    return 2;
  store.reset();
  return watch.expired() ? 0 : 1;
}
#endif
