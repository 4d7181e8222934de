// case: detached_thread
// what: a detached thread owns the object while it works; the thread object is not kept
// trap: std::thread constructed from [self] inside a member function
// expect: no diagnostic at the default setting
#include <atomic>
#include <memory>
#include <thread>

class Import : public std::enable_shared_from_this<Import> {
public:
  explicit Import(std::atomic<int> &done) : done_(done) {}
  ~Import() { ++done_; }
  void run() {
    std::thread([self = shared_from_this()] { self->work(); }).detach();
    std::thread second([self = shared_from_this()] { self->work(); });
    second.join();
  }

private:
  void work() { ++rows_; }
  std::atomic<int> &done_;
  std::atomic<int> rows_{0};
};

#ifdef PROVE
int main() {
  static std::atomic<int> done{0};
  std::make_shared<Import>(done)->run();
  for (int i = 0; i < 200000000 && done == 0; ++i)
    std::this_thread::yield();
  return done == 1 ? 0 : 1;
}
#endif
