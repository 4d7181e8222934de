// case: thread_stopped_by_owner
// what: the worker thread owns the service; stop() ends it, joins it and assigns an empty thread
// trap: thread_ = std::thread([self] ...)
// expect: no diagnostic at the default setting
#include <atomic>
#include <memory>
#include <thread>

class Service : public std::enable_shared_from_this<Service> {
public:
  void start() {
    thread_ = std::thread([self = shared_from_this()] {
      while (!self->stop_)
        std::this_thread::yield();
    });
  }
  void stop() {
    stop_ = true;
    if (thread_.joinable())
      thread_.join();
    thread_ = std::thread();
  }

private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

#ifdef PROVE
int main() {
  auto s = std::make_shared<Service>();
  std::weak_ptr<Service> watch = s;
  s->start(), s->stop();
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
