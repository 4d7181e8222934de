// case: sibling_capture
// what: the left pane's callback owns the right pane, and the window owns both
// trap: two fields of one object, one of which captures the other
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

struct Pane {
  std::function<void(int)> scrolled;
  int top = 0;
  void scroll(int to) {
    top = to;
    if (scrolled)
      scrolled(to);
  }
};

class Window {
public:
  Window() : left_(std::make_shared<Pane>()), right_(std::make_shared<Pane>()) {
    left_->scrolled = [right = right_](int to) { right->scroll(to); };
  }
  std::shared_ptr<Pane> left_, right_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Pane> l, r;
  {
    Window w;
    l = w.left_, r = w.right_;
    w.left_->scroll(5);
    if (w.right_->top != 5)
      return 2;
  }
  return l.expired() && r.expired() ? 0 : 1;
}
#endif
