// case: wrapper_releases
// what: the public handle is not part of the cycle; its destructor calls shutdown() on the implementation, which drops the callbacks
// trap: impl->onTick([impl] ...) really is a cycle until the handle goes
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>

class Player {
public:
  Player() : impl_(std::make_shared<Impl>()) {
    impl_->onTick([impl = impl_] { ++impl->ticks; });
  }
  ~Player() { impl_->shutdown(); }
  Player(const Player &) = delete;
  int tick() {
    impl_->tick();
    return impl_->ticks;
  }
  std::weak_ptr<void> token() const { return impl_; }

private:
  struct Impl {
    void onTick(std::function<void()> f) { tick_ = std::move(f); }
    void tick() { tick_(); }
    void shutdown() { tick_ = {}; }
    int ticks = 0;
    std::function<void()> tick_;
  };
  std::shared_ptr<Impl> impl_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Player p;
    watch = p.token();
    if (p.tick() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
