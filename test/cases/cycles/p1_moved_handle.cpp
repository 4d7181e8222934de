// case: p1_moved_handle
// pattern: P1 (the captured handle was moved into the closure, the receiver was fetched before)
// evidence: proved
// cross-tu: no
// what: the raw pointer taken from the handle is the receiver; the handle itself is moved into the init-capture
// fix: the caller keeps the handle
#include <functional>
#include <memory>
#include <utility>

class Sensor {
public:
  void subscribe(std::function<void(double)> f) { callback_ = std::move(f); }
  void read(double v) { callback_(v); }
  double last = 0;

private:
  std::function<void(double)> callback_;
};

std::weak_ptr<Sensor> launch(std::shared_ptr<Sensor> sensor) {
  std::weak_ptr<Sensor> observer = sensor;
  Sensor *raw = sensor.get();
#ifndef FIXED
  raw->subscribe([owner = std::move(sensor)](double v) { owner->last = v; }); // EXPECT: cycle
#else
  raw->subscribe([raw](double v) { raw->last = v; });
#endif
  return observer;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Sensor> watch;
  {
    auto sensor = std::make_shared<Sensor>();
    watch = launch(sensor);
    sensor->read(1.5);
    if (sensor->last != 1.5)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
