// RUN: %check_heapwise %s %t

#include <functional>
#include <memory>

struct Socket {
  void onData(std::function<void()> F) { Handler = std::move(F); }
  std::function<void()> Handler;
};
struct Client : std::enable_shared_from_this<Client> {
  std::shared_ptr<Socket> S = std::make_shared<Socket>();
  void start() {
    S->onData([Self = shared_from_this()] {});
// CHECK-NOTES: :[[@LINE-1]]:15: warning: 'Client' owns itself through 'S' and 'Handler': the stored lambda captures 'Self' [heapwise-ownership-cycle]
// CHECK-NOTES: :[[@LINE-4]]:27: note: 'Client::S' owns what it leads to
// CHECK-NOTES: :[[@LINE-9]]:42: note: 'Socket::Handler' stores the lambda here
// CHECK-NOTES: :[[@LINE-4]]:16: note: the lambda captures 'Self' by value here
// CHECK-NOTES: :[[@LINE-5]]:15: note: capture a std::weak_ptr to 'Self' and lock() it in the lambda, or reset 'Socket::Handler' when it is no longer needed
  }
};
