// case: p1_timer_member
// pattern: P1 (the callback goes to a timer that the captured object owns)
// evidence: proved
// cross-tu: no
// what: Lease -> shared_ptr<Countdown> -> std::function -> Lease; stop() halts the countdown but keeps the callback
// fix: stop() drops the callback, and the owner calls it
#include <functional>
#include <memory>
#include <utility>

class Countdown {
public:
  void start(int ticks, std::function<void()> fire) {
    left_ = ticks;
    fire_ = std::move(fire);
  }
  void stop() {
    left_ = 0;
#ifdef FIXED
    fire_ = nullptr;
#endif
  }
  void tick() {
    if (left_ > 0 && --left_ == 0)
      fire_();
  }

private:
  int left_ = 0;
  std::function<void()> fire_;
};

class Lease : public std::enable_shared_from_this<Lease> {
public:
  void renew(int ticks) {
    timer_->start(ticks, [self = shared_from_this()] { self->expired_ = true; }); // EXPECT: cycle
  }
  void release() { timer_->stop(); }
  const std::shared_ptr<Countdown> &timer() const { return timer_; }
  bool expired() const { return expired_; }

private:
  bool expired_ = false;
  std::shared_ptr<Countdown> timer_ = std::make_shared<Countdown>();
};

#ifdef PROVE
int main() {
  std::weak_ptr<Lease> watch;
  {
    auto lease = std::make_shared<Lease>();
    watch = lease;
    lease->renew(2);
    lease->timer()->tick();
    if (lease->expired())
      return 2;
    lease->release();
  }
  return watch.expired() ? 0 : 1;
}
#endif
