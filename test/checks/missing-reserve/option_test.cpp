// RUN: %check_heapwise %s %t --second-run-may-warn --config='{CheckOptions: {heapwise-missing-reserve.InTests: true}}' -- -std=c++17

#include <string>
#include <vector>

std::string twice(const std::vector<char> &In) {
  std::string Out;
  for (char C : In) {
    Out += C;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop
    Out += C;
  }
  return Out;
}
