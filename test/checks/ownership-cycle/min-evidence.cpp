// RUN: %check_heapwise --config "{CheckOptions: {heapwise-ownership-cycle.MinEvidence: possible}}" %s %t

#include <functional>
#include <memory>

// Silent at the default setting: close() breaks the cycle.
class Session : public std::enable_shared_from_this<Session> {
public:
  void open() {
    OnClose = [Self = shared_from_this()] {};
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Session' possibly owns itself through 'OnClose': the stored lambda captures 'Self'
  }
  void close() { OnClose = nullptr; }

private:
  std::function<void()> OnClose;
};
