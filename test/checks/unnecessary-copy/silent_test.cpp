// RUN: %check_heapwise %s %t -- -std=c++17

// Tests may copy: this file is named like one.

#include <map>
#include <string>

std::size_t first(const std::map<int, std::string> &M) {
  auto It = M.find(1);
  auto Name = It->second;
  return Name.size();
}
