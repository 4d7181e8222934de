// case: weak_capture
// what: own callback field holds a lambda with [weak = weak_from_this()] that locks inside
// trap: the twin of p1_init_capture; the lambda's local is called self and is strong while it runs
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

class Blinker : public std::enable_shared_from_this<Blinker> {
public:
  void start() {
    tick_ = [weak = weak_from_this()] {
      if (auto self = weak.lock())
        self->on_ = !self->on_;
    };
  }
  void tick() { tick_(); }
  bool on() const { return on_; }

private:
  bool on_ = false;
  std::function<void()> tick_;
};

#ifdef PROVE
int main() {
  auto b = std::make_shared<Blinker>();
  std::weak_ptr<Blinker> watch = b;
  b->start(), b->tick();
  if (!b->on())
    return 2;
  b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
