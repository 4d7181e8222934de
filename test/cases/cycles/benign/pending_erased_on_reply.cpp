// case: pending_erased_on_reply
// what: pending calls own the client; a reply takes its entry out before it is run, and disconnect() drops the rest
// trap: pending_.emplace(id, [self] ...)
// expect: no diagnostic at the default setting
#include <functional>
#include <map>
#include <memory>
#include <utility>

class Client : public std::enable_shared_from_this<Client> {
public:
  int call() {
    pending_.emplace(++last_, [self = shared_from_this()](int v) { self->sum_ += v; });
    return last_;
  }
  void reply(int id, int v) {
    auto node = pending_.extract(id);
    if (node)
      node.mapped()(v);
  }
  void disconnect() { pending_.clear(); }
  int sum() const { return sum_; }

private:
  int last_ = 0, sum_ = 0;
  std::map<int, std::function<void(int)>> pending_;
};

#ifdef PROVE
int main() {
  auto c = std::make_shared<Client>();
  std::weak_ptr<Client> watch = c;
  int id = c->call();
  c->call();
  c->reply(id, 5);
  c->disconnect();
  if (c->sum() != 5)
    return 2;
  c.reset();
  return watch.expired() ? 0 : 1;
}
#endif
