// case: p1_own_delegate
// pattern: P1 (home-made type-erased delegate with a converting constructor)
// evidence: proved
// cross-tu: no
// what: no std::function anywhere; Delegate copies any callable into a heap block behind a virtual base
// fix: capture the raw pointer
#include <memory>
#include <type_traits>
#include <utility>

template <class Sig> class Delegate;
template <class R, class... A> class Delegate<R(A...)> {
  struct Base {
    virtual ~Base() = default;
    virtual R call(A... a) = 0;
  };
  template <class F> struct Holder final : Base {
    explicit Holder(F f) : fn(std::move(f)) {}
    R call(A... a) override { return fn(std::forward<A>(a)...); }
    F fn;
  };
  std::unique_ptr<Base> held_;

public:
  Delegate() = default;
  template <class F, class = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Delegate>>>
  Delegate(F &&f) : held_(std::make_unique<Holder<std::decay_t<F>>>(std::forward<F>(f))) {}
  R operator()(A... a) const { return held_->call(std::forward<A>(a)...); }
  explicit operator bool() const { return held_ != nullptr; }
};

class Slider {
public:
  Delegate<void(double)> moved;
  void drag(double to) {
    at_ = to;
    if (moved)
      moved(to);
  }
  double at() const { return at_; }
  int moves = 0;

private:
  double at_ = 0;
};

void countMoves(const std::shared_ptr<Slider> &slider) {
#ifndef FIXED
  slider->moved = [slider](double) { ++slider->moves; }; // EXPECT: cycle
#else
  slider->moved = [raw = slider.get()](double) { ++raw->moves; };
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Slider> watch;
  {
    auto slider = std::make_shared<Slider>();
    watch = slider;
    countMoves(slider);
    slider->drag(0.5);
    if (slider->moves != 1 || slider->at() != 0.5)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
