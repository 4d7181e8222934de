// RUN: %check_heapwise %s %t --second-run-may-warn --config='{CheckOptions: {heapwise-unnecessary-copy.InTests: true}}' -- -std=c++17

#include <map>
#include <string>

std::size_t first(const std::map<int, std::string> &M) {
  auto It = M.find(1);
  auto Name = It->second;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Name' copies 'It->second'
  return Name.size();
}
