// RUN: %check_heapwise %s %t

// Only a handler that does nothing is set where there is to be none.
#include <functional>
#include <memory>
#include <utility>

struct Listener {
  void onMessage(std::function<void()> F) { Message = std::move(F); }
  std::function<void()> Message;
  int N = 0;
};
void listen() {
  auto L = std::make_shared<Listener>();
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: 'Listener' owns itself through 'Message': the stored lambda captures 'L'
  L->onMessage([L] { L->N++; });
}
void listenOnce(int &Seen) {
  Listener L;
  L.onMessage([&Seen] { Seen++; });
}

struct Timer {
  std::function<void()> Tick;
  int N = 0;
};
void start() {
  auto T = std::make_shared<Timer>();
  T->Tick = [T] { T->N++; };
}
void stop(Timer &T) {
  T.Tick = [] {};
}
