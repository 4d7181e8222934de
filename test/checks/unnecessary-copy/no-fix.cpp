// RUN: %check_heapwise %s %t -- -std=c++17

// Types that would change with that of the copy.
#include <string>
#include <vector>

using Names = std::vector<std::string>;
struct Page {
  Names Lines;
};

std::size_t named(const Page &P) {
  auto L = P.Lines;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'L' copies 'P.Lines'
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: a reference to const would do
  decltype(L) Other;
  Other.push_back("x");
  return L.begin()->size() + Other.size();
}
std::size_t decayed(const Page &P) {
  auto L = P.Lines;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'L' copies 'P.Lines'
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: a reference to const would do
  decltype(L)::size_type N = 3;
  return L.begin()->size() + N;
}
std::size_t parameter(Names L) {
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: parameter 'L' is copied for each call
  // CHECK-MESSAGES: :[[@LINE-2]]:29: note: a reference to const would do
  decltype(L) Other;
  Other.push_back("x");
  return L.begin()->size() + Other.size();
}
// An iterator of that type is there before.
std::size_t assigned(const Page &P) {
  Names::iterator I;
  auto L = P.Lines;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'L' copies 'P.Lines'
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: a reference to const would do
  I = L.begin();
  return I->size();
}
