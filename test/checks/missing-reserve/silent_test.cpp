// RUN: %check_heapwise %s %t -- -std=c++17

// Tests may copy: this file is named like one.

#include <string>
#include <vector>

std::string twice(const std::vector<char> &In) {
  std::string Out;
  for (char C : In) {
    Out += C;
    Out += C;
  }
  return Out;
}
