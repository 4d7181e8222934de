// RUN: %check_heapwise %s %t

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

class Session : public std::enable_shared_from_this<Session> {
public:
  void onClose(std::function<void()> F) { OnClose = std::move(F); }

  void lambda() {
    auto Self = shared_from_this();
    OnClose = [Self] { Self->close(); };
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Session' owns itself through 'OnClose': the stored lambda captures 'Self' [heapwise-ownership-cycle]
  }
  void initCapture() {
    OnClose = [Me = shared_from_this()] { Me->close(); };
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Session' owns itself through 'OnClose': the stored lambda captures 'Me'
  }
  void implicitCapture() {
    auto Self = shared_from_this();
    OnClose = [=] { Self->close(); };
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Session' owns itself through 'OnClose': the stored lambda captures 'Self'
  }
  void bound() {
    OnClose = std::bind(&Session::close, shared_from_this());
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Session' owns itself through 'OnClose': the stored callable holds the object
  }
  void thread() {
    Workers.emplace_back([Self = shared_from_this()] { Self->close(); });
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'Session' owns itself through 'Workers': the stored lambda captures 'Self'
  }
  void keyed(const std::string &Name) {
    Handlers[Name] = [Self = shared_from_this()] { Self->close(); };
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'Session' owns itself through 'Handlers': the stored lambda captures 'Self'
  }
  void close() const {}

private:
  std::function<void()> OnClose;
  std::map<std::string, std::function<void()>> Handlers;
  std::vector<std::thread> Workers;
};

void throughSetter(const std::shared_ptr<Session> &S) {
  S->onClose([S] { S->close(); });
// CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Session' owns itself through 'OnClose': the stored lambda captures 'S'
}

void madeBefore(const std::shared_ptr<Session> &S) {
  auto Callback = [S] { S->close(); };
  S->onClose(Callback);
// CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Session' owns itself through 'OnClose': the stored lambda captures 'S'
}

void recursive() {
  auto Step = std::make_shared<std::function<void(int)>>();
  *Step = [Step](int N) {
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Step' owns itself: the stored lambda captures 'Step'
    if (N)
      (*Step)(N - 1);
  };
}
