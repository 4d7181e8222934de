// case: p6_thread_vector
// pattern: P6 (worker threads own the pool whose destructor would stop them)
// evidence: proved
// cross-tu: no
// what: workers_.emplace_back([self] ...) in a loop; stop_ is set by the destructor only
// fix: the workers capture this, the destructor joins them
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

class Pool : public std::enable_shared_from_this<Pool> {
public:
  ~Pool() {
    stop_ = true;
    for (auto &worker : workers_)
      worker.join();
  }
  void start(int n) {
    auto self = shared_from_this();
    for (int i = 0; i < n; ++i) {
#ifndef FIXED
      workers_.emplace_back([self] { // EXPECT: cycle
        self->loop();
      });
#else
      workers_.emplace_back([this] { loop(); });
#endif
    }
  }
  int rounds() const { return rounds_; }

private:
  void loop() {
    while (!stop_) {
      ++rounds_;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  std::atomic<bool> stop_{false};
  std::atomic<int> rounds_{0};
  std::vector<std::thread> workers_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Pool> watch;
  {
    auto pool = std::make_shared<Pool>();
    watch = pool;
    pool->start(2);
    while (pool->rounds() < 2)
      std::this_thread::yield();
  }
  return watch.expired() ? 0 : 1;
}
#endif
