// case: p6_jthread_member
// pattern: P6 (std::jthread member whose function owns the object)
// evidence: proved
// cross-tu: no
// what: the stop request would come from ~jthread, which never runs
// fix: capture this; ~jthread asks the thread to stop and joins it
#include <chrono>
#include <memory>
#include <thread>

class Heater : public std::enable_shared_from_this<Heater> {
public:
  void on() {
#ifndef FIXED
    thread_ = std::jthread([self = shared_from_this()](std::stop_token stop) { // EXPECT: cycle
      while (!stop.stop_requested()) {
        self->warm();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
#else
    thread_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) {
        warm();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
#endif
  }

private:
  void warm() { degrees_ += 0.1; }
  double degrees_ = 20;
  std::jthread thread_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Heater> watch;
  {
    auto heater = std::make_shared<Heater>();
    watch = heater;
    heater->on();
  }
  return watch.expired() ? 0 : 1;
}
#endif
