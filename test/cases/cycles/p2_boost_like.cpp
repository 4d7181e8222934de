// case: p2_boost_like
// pattern: P2 (smart pointers of another library, counted outside the object)
// evidence: proved
// cross-tu: no
// what: ext::shared_ptr and ext::weak_ptr are hand-written; the parent is strong
// fix: ext::weak_ptr
#include <utility>
#include <vector>

namespace ext {
struct counts {
  long strong = 1, weak = 1;
};
template <class T> class weak_ptr;
template <class T> class shared_ptr {
public:
  shared_ptr() = default;
  explicit shared_ptr(T *p) : p_(p), c_(new counts) {}
  shared_ptr(const shared_ptr &o) : p_(o.p_), c_(o.c_) {
    if (c_)
      ++c_->strong;
  }
  shared_ptr(shared_ptr &&o) noexcept : p_(std::exchange(o.p_, nullptr)), c_(std::exchange(o.c_, nullptr)) {}
  shared_ptr &operator=(shared_ptr o) noexcept {
    std::swap(p_, o.p_);
    std::swap(c_, o.c_);
    return *this;
  }
  ~shared_ptr() {
    if (!c_ || --c_->strong)
      return;
    delete p_;
    if (!--c_->weak)
      delete c_;
  }
  T *operator->() const { return p_; }
  T *get() const { return p_; }
  explicit operator bool() const { return p_ != nullptr; }

private:
  friend class weak_ptr<T>;
  T *p_ = nullptr;
  counts *c_ = nullptr;
};
template <class T> class weak_ptr {
public:
  weak_ptr() = default;
  weak_ptr(const shared_ptr<T> &s) : p_(s.p_), c_(s.c_) {
    if (c_)
      ++c_->weak;
  }
  weak_ptr(const weak_ptr &o) : p_(o.p_), c_(o.c_) {
    if (c_)
      ++c_->weak;
  }
  weak_ptr &operator=(weak_ptr o) noexcept {
    std::swap(p_, o.p_);
    std::swap(c_, o.c_);
    return *this;
  }
  ~weak_ptr() {
    if (c_ && !--c_->weak)
      delete c_;
  }
  bool expired() const { return !c_ || c_->strong == 0; }

private:
  T *p_ = nullptr;
  counts *c_ = nullptr;
};
template <class T, class... A> shared_ptr<T> make_shared(A &&...a) { return shared_ptr<T>(new T(std::forward<A>(a)...)); }
} // namespace ext

struct Bone {
#ifndef FIXED
  ext::shared_ptr<Bone> parent; // EXPECT-ANY: cycle
#else
  ext::weak_ptr<Bone> parent;
#endif
  std::vector<ext::shared_ptr<Bone>> children;
};

ext::shared_ptr<Bone> skeleton() {
  auto hip = ext::make_shared<Bone>();
  auto knee = ext::make_shared<Bone>();
  hip->children.push_back(knee); // EXPECT-ANY: cycle
  knee->parent = hip; // EXPECT-ANY: cycle
  return hip;
}

#ifdef PROVE
int main() {
  ext::weak_ptr<Bone> watch;
  {
    auto hip = skeleton();
    watch = hip;
    if (hip->children.size() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
