#include <functional>
#include <memory>

struct Session : std::enable_shared_from_this<Session> {
  std::function<void()> on_close_;
  void f() {
    auto self = shared_from_this();
    on_close_ = [self] {};
  }
};
