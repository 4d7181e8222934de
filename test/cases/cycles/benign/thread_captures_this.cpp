// case: thread_captures_this
// what: worker threads and a jthread capture this and are joined by the destructor
// trap: emplace_back of capturing lambdas into an own vector of threads, in a class with shared_from_this
// expect: no diagnostic at the default setting
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

class Crunch : public std::enable_shared_from_this<Crunch> {
public:
  void start() {
    for (int i = 0; i < 2; ++i)
      workers_.emplace_back([this] { ++sum_; });
    watcher_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested() && sum_ < 2)
        std::this_thread::yield();
    });
  }
  ~Crunch() {
    for (auto &w : workers_)
      w.join();
  }

private:
  std::atomic<int> sum_{0};
  std::vector<std::thread> workers_;
  std::jthread watcher_;
};

#ifdef PROVE
int main() {
  auto c = std::make_shared<Crunch>();
  std::weak_ptr<Crunch> watch = c;
  c->start();
  c.reset();
  return watch.expired() ? 0 : 1;
}
#endif
