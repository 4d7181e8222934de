// case: intrusive_raw_back
// what: intrusive pointer to children, plain back pointer; the callback field captures a plain this
// trap: the twin of p2_intrusive_shape and p1_intrusive_default_init
// expect: no diagnostic at the default setting
#include <functional>
#include <utility>
#include <vector>

template <class T> class Ref {
public:
  Ref(T *p = nullptr) : p_(p) {
    if (p_)
      p_->ref();
  }
  Ref(const Ref &o) : Ref(o.p_) {}
  Ref &operator=(Ref o) {
    std::swap(p_, o.p_);
    return *this;
  }
  ~Ref() {
    if (p_)
      p_->unref();
  }
  T *operator->() const { return p_; }

private:
  T *p_;
};
class Widget {
public:
  Widget() {
    ++alive;
    paint_ = [this] { ++painted; };
  }
  ~Widget() { --alive; }
  Widget(const Widget &) = delete;
  void ref() { ++refs_; }
  void unref() {
    if (--refs_ == 0)
      delete this;
  }
  void add(const Ref<Widget> &child) {
    child->parent_ = this;
    children_.push_back(child);
  }
  void paint() {
    paint_();
    for (auto &c : children_)
      c->paint();
  }
  int painted = 0;
  static inline int alive = 0;

private:
  int refs_ = 0;
  Widget *parent_ = nullptr;
  std::vector<Ref<Widget>> children_;
  std::function<void()> paint_;
};

#ifdef PROVE
int main() {
  {
    Ref<Widget> top(new Widget), inner(new Widget);
    top->add(inner);
    top->paint();
    if (inner->painted != 1)
      return 2;
  }
  return Widget::alive == 0 ? 0 : 1;
}
#endif
