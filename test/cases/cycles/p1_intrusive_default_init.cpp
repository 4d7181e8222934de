// case: p1_intrusive_default_init
// pattern: P1 (default member initialiser with an intrusive pointer to this)
// evidence: proved
// cross-tu: no
// what: the initialiser of redraw_ captures counted<Panel>(this); every panel is born with one reference too many
// fix: capture this
#include <functional>
#include <utility>

template <class T> class counted {
public:
  counted(T *p = nullptr) : p_(p) {
    if (p_)
      p_->grab();
  }
  counted(const counted &o) : counted(o.p_) {}
  counted(counted &&o) noexcept : p_(std::exchange(o.p_, nullptr)) {}
  counted &operator=(counted o) noexcept {
    std::swap(p_, o.p_);
    return *this;
  }
  ~counted() {
    if (p_)
      p_->drop();
  }
  T *operator->() const { return p_; }
  T *get() const { return p_; }

private:
  T *p_;
};

inline int alive = 0;

class Panel {
public:
  Panel() { ++alive; }
  Panel(const Panel &) = delete;
  void grab() { ++refs_; }
  void drop() {
    if (--refs_ == 0)
      delete this;
  }
  void redraw() { redraw_(); }
  int frames() const { return frames_; }

private:
  ~Panel() { --alive; }
  int refs_ = 0;
  int frames_ = 0;
#ifndef FIXED
  std::function<void()> redraw_ = [self = counted<Panel>(this)] { ++self->frames_; }; // EXPECT: cycle
#else
  std::function<void()> redraw_ = [this] { ++frames_; };
#endif
};

#ifdef PROVE
int main() {
  {
    counted<Panel> panel(new Panel);
    panel->redraw();
    if (panel->frames() != 1)
      return 2;
  }
  return alive == 0 ? 0 : 1;
}
#endif
