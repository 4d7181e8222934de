// case: p1_init_capture
// pattern: P1 (init-capture of shared_from_this() stored in an own field)
// evidence: proved
// cross-tu: no
// what: start() stores a lambda with [self = shared_from_this()] in tick_; nothing ever assigns tick_ again
// fix: weak_from_this()
#include <functional>
#include <memory>

class Blinker : public std::enable_shared_from_this<Blinker> {
public:
  void start() {
#ifndef FIXED
    tick_ = [self = shared_from_this()] { self->on_ = !self->on_; }; // EXPECT: cycle
#else
    tick_ = [weak = weak_from_this()] {
      if (auto self = weak.lock())
        self->on_ = !self->on_;
    };
#endif
  }
  void tick() { tick_(); }
  bool on() const { return on_; }

private:
  bool on_ = false;
  std::function<void()> tick_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Blinker> watch;
  {
    auto b = std::make_shared<Blinker>();
    watch = b;
    b->start();
    b->tick();
    if (!b->on())
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
