// case: p2_own_container
// pattern: P2 (home-made container template; the parent is set by a setter)
// evidence: proved
// cross-tu: no
// what: PtrBag<T> keeps a T* array of shared_ptr by hand; Crate::put stores the box and the back pointer
// fix: weak back pointer
#include <cstddef>
#include <memory>
#include <utility>

template <class T> class Bag {
public:
  ~Bag() { delete[] data_; }
  void append(T v) {
    if (size_ == room_) {
      T *bigger = new T[room_ = room_ ? 2 * room_ : 4];
      for (std::size_t i = 0; i < size_; ++i)
        bigger[i] = std::move(data_[i]);
      delete[] std::exchange(data_, bigger);
    }
    data_[size_++] = std::move(v);
  }
  T &operator[](std::size_t i) { return data_[i]; }
  std::size_t size() const { return size_; }

private:
  T *data_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

class Crate;
class Box {
public:
#ifndef FIXED
  void setCrate(std::shared_ptr<Crate> crate) { crate_ = crate; } // EXPECT-ANY: cycle
  bool packed() const { return crate_ != nullptr; }

private:
  std::shared_ptr<Crate> crate_; // EXPECT-ANY: cycle
#else
  void setCrate(std::shared_ptr<Crate> crate) { crate_ = crate; }
  bool packed() const { return !crate_.expired(); }

private:
  std::weak_ptr<Crate> crate_;
#endif
};

class Crate : public std::enable_shared_from_this<Crate> {
public:
  void put(const std::shared_ptr<Box> &box) {
    boxes_.append(box); // EXPECT-ANY: cycle
    box->setCrate(shared_from_this()); // EXPECT-ANY: cycle
  }
  Bag<std::shared_ptr<Box>> &boxes() { return boxes_; }

private:
  Bag<std::shared_ptr<Box>> boxes_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Crate> watch;
  {
    auto crate = std::make_shared<Crate>();
    watch = crate;
    for (int i = 0; i < 6; ++i)
      crate->put(std::make_shared<Box>());
    if (crate->boxes().size() != 6 || !crate->boxes()[5]->packed())
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
