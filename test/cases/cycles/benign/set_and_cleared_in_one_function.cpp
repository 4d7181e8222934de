// case: set_and_cleared_in_one_function
// what: install, run, uninstall within one function, through the setter
// trap: loop->onIdle([loop] ...) followed by loop->onIdle({})
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>

class Loop {
public:
  void onIdle(std::function<bool()> f) { idle_ = std::move(f); }
  void run() {
    while (idle_ && idle_())
      ++turns;
  }
  int turns = 0;

private:
  std::function<bool()> idle_;
};

int spin(const std::shared_ptr<Loop> &loop, int n) {
  loop->onIdle([loop, n] { return loop->turns < n; });
  loop->run();
  loop->onIdle({});
  return loop->turns;
}

#ifdef PROVE
int main() {
  auto l = std::make_shared<Loop>();
  std::weak_ptr<Loop> watch = l;
  if (spin(l, 3) != 3)
    return 2;
  l.reset();
  return watch.expired() ? 0 : 1;
}
#endif
