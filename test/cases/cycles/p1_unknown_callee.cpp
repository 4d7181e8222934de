// case: p1_unknown_callee
// pattern: P1 (the callback goes to a virtual function of a member; what it does with it is not decided here)
// evidence: possible
// cross-tu: no
// what: Screen owns a Keyboard behind an interface and hands it a self-owning handler
// fix: weak capture
#include <functional>
#include <memory>
#include <utility>
#include <vector>

class Keyboard {
public:
  virtual ~Keyboard() = default;
  virtual void listen(std::function<void(int)> f) = 0;
  virtual void press(int key) = 0;
};
std::unique_ptr<Keyboard> makeKeyboard();

class Screen : public std::enable_shared_from_this<Screen> {
public:
  explicit Screen(std::unique_ptr<Keyboard> k) : keyboard_(std::move(k)) {}
  void activate() {
#ifndef FIXED
    keyboard_->listen([self = shared_from_this()](int key) { self->keys_ += key; }); // EXPECT-ANY: cycle
#else
    keyboard_->listen([weak = weak_from_this()](int key) {
      if (auto self = weak.lock())
        self->keys_ += key;
    });
#endif
  }
  Keyboard &keyboard() { return *keyboard_; }
  int keys() const { return keys_; }

private:
  int keys_ = 0;
  std::unique_ptr<Keyboard> keyboard_; // EXPECT-ANY: cycle
};

#ifdef PROVE
namespace {
class TestKeyboard : public Keyboard {
public:
  void listen(std::function<void(int)> f) override { listeners_.push_back(std::move(f)); }
  void press(int key) override {
    for (auto &f : listeners_)
      f(key);
  }

private:
  std::vector<std::function<void(int)>> listeners_;
};
} // namespace
std::unique_ptr<Keyboard> makeKeyboard() { return std::make_unique<TestKeyboard>(); }

int main() {
  std::weak_ptr<Screen> watch;
  {
    auto screen = std::make_shared<Screen>(makeKeyboard());
    watch = screen;
    screen->activate();
    screen->keyboard().press(3);
    if (screen->keys() != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
