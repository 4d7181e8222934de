// case: handler_map_cleared
// what: the table of bound handlers is cleared in stop(), through a helper that swaps it with an empty one
// trap: std::bind with shared_from_this() in an own map
// expect: no diagnostic at the default setting
#include <functional>
#include <map>
#include <memory>
#include <string>

class Dispatcher : public std::enable_shared_from_this<Dispatcher> {
public:
  void start() {
    table_["inc"] = std::bind(&Dispatcher::inc, shared_from_this());
    table_["dec"] = std::bind(&Dispatcher::dec, shared_from_this());
  }
  void stop() { dropAll(); }
  void run(const std::string &name) {
    if (auto it = table_.find(name); it != table_.end())
      it->second();
  }
  int value() const { return value_; }

private:
  void dropAll() {
    std::map<std::string, std::function<void()>> none;
    table_.swap(none);
  }
  void inc() { ++value_; }
  void dec() { --value_; }
  int value_ = 0;
  std::map<std::string, std::function<void()>> table_;
};

#ifdef PROVE
int main() {
  auto d = std::make_shared<Dispatcher>();
  std::weak_ptr<Dispatcher> watch = d;
  d->start(), d->run("inc"), d->run("inc"), d->run("dec"), d->stop();
  if (d->value() != 1)
    return 2;
  d.reset();
  return watch.expired() ? 0 : 1;
}
#endif
