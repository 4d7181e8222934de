// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

// Where all is captured by reference, a name with & does not compile.
#include <algorithm>
#include <string>
#include <vector>

std::size_t longer(const std::vector<std::string> &All,
                   const std::vector<std::string> &Names) {
  std::size_t N = 0;
  std::vector<std::string> Own = Names;
  Own.push_back("x");
  N = std::count_if(All.begin(), All.end(), [&, Own](const std::string &S) {
    // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: the lambda copies 'Own'
    // CHECK-MESSAGES: :[[@LINE-2]]:49: note: capture 'Own' by reference
    return S.size() > Own.size() + N;
  });
  return N;
}
