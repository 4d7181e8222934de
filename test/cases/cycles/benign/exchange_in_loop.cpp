// case: exchange_in_loop
// what: a list of self-owning continuations is taken out as a whole with std::exchange and then run; abort() does the same and drops it
// trap: push_back of [self] into an own vector
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>
#include <vector>

class Barrier : public std::enable_shared_from_this<Barrier> {
public:
  void add(int n) {
    waiting_.push_back([self = shared_from_this(), n] { self->sum_ += n; });
  }
  void release() {
    for (auto &f : std::exchange(waiting_, {}))
      f();
  }
  void abort() { std::exchange(waiting_, {}); }
  int sum() const { return sum_; }

private:
  int sum_ = 0;
  std::vector<std::function<void()>> waiting_;
};

#ifdef PROVE
int main() {
  auto b = std::make_shared<Barrier>();
  std::weak_ptr<Barrier> watch = b;
  b->add(1), b->add(2), b->release(), b->add(4), b->abort();
  if (b->sum() != 3)
    return 2;
  b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
