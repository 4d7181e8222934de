// RUN: %check_heapwise --std=c++14 --fix-notes %s %t
// CHECK-MESSAGES: warning: 'Shell' owns itself through 'Add'
// CHECK-MESSAGES: warning: 'Shell' owns itself through 'Stop'

// A plain std::bind becomes a lambda.
#include <functional>
#include <memory>

struct Shell : std::enable_shared_from_this<Shell> {
  std::function<void(int)> Add;
  std::function<void()> Stop;
  int Total = 0;
  void add(int N) { Total += N; }
  void stop() { Total = 0; }
  void wire() {
    using namespace std::placeholders;
    Add = std::bind(&Shell::add, shared_from_this(), _1);
    Stop = std::bind(&Shell::stop, shared_from_this());
  }
};
