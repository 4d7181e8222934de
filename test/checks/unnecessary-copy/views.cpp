// RUN: %check_heapwise %s %t -- -std=c++20

#include <ranges>
#include <string>
#include <vector>

using Names = std::vector<std::string>;

// Views that are only read through.
std::size_t filtered(Names N) {
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: parameter 'N' is copied for each call
  std::size_t Sum = 0;
  for (auto &X : N | std::views::take(1))
    Sum += X.size();
  return Sum;
}
std::size_t written(const Names &V, std::vector<int> &Other) {
  auto First = V[0];
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'First' copies 'V[0]'
  std::size_t Sum = 0;
  for (const auto &X : V | std::views::reverse)
    Sum += X.size();
  Other.reserve(Sum);
  return std::string(First.begin(), First.end()).size();
}
