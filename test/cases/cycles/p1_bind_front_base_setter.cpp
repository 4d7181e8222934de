// case: p1_bind_front_base_setter
// pattern: P1 (std::bind_front, the field and its setter are in a base class)
// evidence: proved
// cross-tu: no
// what: Button inherits setAction() from Clickable; the caller binds the button itself
// fix: bind a raw pointer
#include <functional>
#include <memory>
#include <utility>

class Clickable {
public:
  virtual ~Clickable() = default;
  void setAction(std::function<void(int)> action) { action_ = std::move(action); }
  void click(int x) { action_(x); }

private:
  std::function<void(int)> action_;
};

class Button : public Clickable {
public:
  void press(int x) { pressed_ += x; }
  int pressed() const { return pressed_; }

private:
  int pressed_ = 0;
};

std::shared_ptr<Button> makeButton() {
  auto button = std::make_shared<Button>();
#ifndef FIXED
  button->setAction(std::bind_front(&Button::press, button)); // EXPECT: cycle
#else
  button->setAction(std::bind_front(&Button::press, button.get()));
#endif
  return button;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Button> watch;
  {
    auto button = makeButton();
    watch = button;
    button->click(4);
    if (button->pressed() != 4)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
