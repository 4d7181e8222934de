// RUN: %check_heapwise %s %t -- -std=c++17

// Tests may copy: this file is named like one.

#include <vector>

struct Buffers {
  void trim() {
    if (In.capacity() > 4096)
      In.clear();
  }
  std::vector<char> In;
};
