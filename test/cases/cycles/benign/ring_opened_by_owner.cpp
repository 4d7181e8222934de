// case: ring_opened_by_owner
// what: a circular list of strong links whose owner cuts the ring in its destructor
// trap: tail->next = head really is a cycle while the owner lives; the owner is not part of it
// expect: no diagnostic at the default setting
#include <memory>

class Carousel {
  struct Seat {
    int rider = 0;
    std::shared_ptr<Seat> next;
  };

public:
  ~Carousel() {
    if (last_)
      last_->next.reset();
  }
  void add(int rider) {
    auto seat = std::make_shared<Seat>();
    seat->rider = rider;
    seat->next = last_ ? last_->next : seat;
    if (last_)
      last_->next = seat;
    last_ = seat;
  }
  int first() const { return last_->next->rider; }
  std::weak_ptr<void> token() const { return last_; }

private:
  std::shared_ptr<Seat> last_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Carousel c;
    c.add(1), c.add(2), c.add(3);
    watch = c.token();
    if (c.first() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
