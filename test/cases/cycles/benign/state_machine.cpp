// case: state_machine
// what: states return the next state; the context replaces its state and is passed by reference
// trap: context->state_ = make_shared<Next>(); a state owns the state to return to
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>

class Light;
class State {
public:
  virtual ~State() = default;
  virtual std::shared_ptr<State> next(Light &light) = 0;
};
class Light : public std::enable_shared_from_this<Light> {
public:
  void set(std::shared_ptr<State> s) { state_ = std::move(s); }
  void step() {
    if (auto n = state_->next(*this))
      state_ = n;
  }
  int greens = 0;

private:
  std::shared_ptr<State> state_;
};
class Red : public State {
public:
  std::shared_ptr<State> next(Light &light) override;
};
class Yellow : public State, public std::enable_shared_from_this<Yellow> {
public:
  explicit Yellow(std::shared_ptr<State> then) : then_(std::move(then)) {}
  std::shared_ptr<State> next(Light &) override { return then_; }

private:
  std::shared_ptr<State> then_;
};
class Green : public State {
public:
  std::shared_ptr<State> next(Light &light) override {
    ++light.greens;
    return std::make_shared<Yellow>(std::make_shared<Red>());
  }
};
std::shared_ptr<State> Red::next(Light &) { return std::make_shared<Yellow>(std::make_shared<Green>()); }

#ifdef PROVE
int main() {
  auto light = std::make_shared<Light>();
  std::weak_ptr<Light> watch = light;
  light->set(std::make_shared<Red>());
  for (int i = 0; i < 6; ++i)
    light->step();
  if (light->greens != 1)
    return 2;
  light.reset();
  return watch.expired() ? 0 : 1;
}
#endif
