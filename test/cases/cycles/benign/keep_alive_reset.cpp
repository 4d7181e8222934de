// case: keep_alive_reset
// what: an operation keeps itself alive while it is under way and lets go when it completes or fails
// trap: self_ = shared_from_this()
// expect: no diagnostic at the default setting
#include <memory>

class Operation : public std::enable_shared_from_this<Operation> {
public:
  void begin() { self_ = shared_from_this(); }
  void complete() {
    auto keep = std::move(self_);
    done_ = true;
  }
  void fail() { self_.reset(); }
  bool done() const { return done_; }

private:
  bool done_ = false;
  std::shared_ptr<Operation> self_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Operation> a, b;
  {
    auto x = std::make_shared<Operation>(), y = std::make_shared<Operation>();
    a = x, b = y;
    x->begin(), y->begin();
  }
  if (a.expired() || b.expired())
    return 2;
  a.lock()->complete(), b.lock()->fail();
  return a.expired() && b.expired() ? 0 : 1;
}
#endif
