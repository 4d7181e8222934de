// case: object_as_parameter
// what: the callback receives its object as shared_ptr parameter instead of capturing it
// trap: the parameter has the name and type that a capture would have; inside, a local copy is made
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

class Button : public std::enable_shared_from_this<Button> {
public:
  using Handler = std::function<void(const std::shared_ptr<Button> &)>;
  void onClick(Handler h) { clicked_ = std::move(h); }
  void click() { clicked_(shared_from_this()); }
  int clicks = 0;

private:
  Handler clicked_;
};

std::shared_ptr<Button> counting() {
  auto button = std::make_shared<Button>();
  button->onClick([](const std::shared_ptr<Button> &button) {
    auto self = button;
    ++self->clicks;
  });
  return button;
}

#ifdef PROVE
int main() {
  auto b = counting();
  std::weak_ptr<Button> watch = b;
  b->click();
  if (b->clicks != 1)
    return 2;
  b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
