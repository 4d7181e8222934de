// case: reset_by_guard
// what: a progress callback owns the job while run() is on the stack; a scope guard clears it on every way out
// trap: the clearing is in a lambda that is held by a guard object
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

template <class F> class Guard {
public:
  explicit Guard(F f) : f_(std::move(f)) {}
  Guard(const Guard &) = delete;
  ~Guard() { f_(); }

private:
  F f_;
};

class Job : public std::enable_shared_from_this<Job> {
public:
  void run(int steps) {
    Guard guard([this] { progress_ = nullptr; });
    progress_ = [self = shared_from_this()](int p) { self->last_ = p; };
    for (int i = 1; i <= steps; ++i) {
      if (i == 4)
        throw std::runtime_error("too long");
      progress_(i);
    }
  }
  int last() const { return last_; }

private:
  int last_ = 0;
  std::function<void(int)> progress_;
};

#ifdef PROVE
int main() {
  auto j = std::make_shared<Job>();
  std::weak_ptr<Job> watch = j;
  j->run(2);
  try {
    j->run(9);
  } catch (const std::runtime_error &) {
  }
  if (j->last() != 3)
    return 2;
  j.reset();
  return watch.expired() ? 0 : 1;
}
#endif
