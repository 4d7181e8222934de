// RUN: %check_heapwise %s %t --second-run-may-warn --config='{CheckOptions: {heapwise-retained-memory.InTests: true}}' -- -std=c++17

#include <vector>

struct Buffers {
  void trim() {
    if (In.capacity() > 4096)
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }
  std::vector<char> In;
};
