// case: p6_own_executor
// pattern: P6 (the executor is a member of the object that posts itself to it)
// evidence: proved
// cross-tu: no
// what: Engine owns Executor by value; a repeating task reposts itself with [self], so the queue never empties
// fix: capture this
#include <deque>
#include <functional>
#include <memory>
#include <utility>

class Executor {
public:
  void post(std::function<void()> task) { queue_.push_back(std::move(task)); }
  void poll() {
    auto task = std::move(queue_.front());
    queue_.pop_front();
    task();
  }

private:
  std::deque<std::function<void()>> queue_; // EXPECT-ANY: cycle
};

class Engine : public std::enable_shared_from_this<Engine> {
public:
  void schedule() {
#ifndef FIXED
    executor_.post([self = shared_from_this()] { // EXPECT-ANY: cycle
      ++self->turns_;
      self->schedule();
    });
#else
    executor_.post([this] {
      ++turns_;
      schedule();
    });
#endif
  }
  void poll() { executor_.poll(); }
  int turns() const { return turns_; }

private:
  int turns_ = 0;
  Executor executor_; // EXPECT-ANY: cycle
};

#ifdef PROVE
int main() {
  std::weak_ptr<Engine> watch;
  {
    auto engine = std::make_shared<Engine>();
    watch = engine;
    engine->schedule();
    engine->poll();
    engine->poll();
    if (engine->turns() != 2)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
