// case: p1_two_level_setter
// pattern: P1 (the setter forwards to a setter of a member, which stores)
// evidence: likely
// cross-tu: no
// what: Camera::onFrame -> Driver::setSink -> field; the user captures the camera
// fix: weak capture
#include <functional>
#include <memory>
#include <utility>

using FrameSink = std::function<void(int frame)>;

class Driver {
public:
  void setSink(FrameSink sink) { sink_ = std::move(sink); }
  void shoot(int n) {
    for (int i = 0; i < n; ++i)
      sink_(i);
  }

private:
  FrameSink sink_; // EXPECT-ANY: cycle
};

class Camera {
public:
  void onFrame(FrameSink sink) { driver_.setSink(std::move(sink)); } // EXPECT-ANY: cycle
  void run(int n) { driver_.shoot(n); }
  int frames = 0;

private:
  Driver driver_;
};

std::shared_ptr<Camera> openCamera() {
  auto camera = std::make_shared<Camera>();
#ifndef FIXED
  camera->onFrame([camera](int) { ++camera->frames; }); // EXPECT-ANY: cycle
#else
  camera->onFrame([weak = std::weak_ptr<Camera>(camera)](int) {
    if (auto camera = weak.lock())
      ++camera->frames;
  });
#endif
  return camera;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Camera> watch;
  {
    auto camera = openCamera();
    watch = camera;
    camera->run(3);
    if (camera->frames != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
