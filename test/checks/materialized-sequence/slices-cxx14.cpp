// RUN: %check_heapwise %s %t --std=c++14

#include <string>

// There is no std::string_view yet.
bool bracket(const std::string &S) {
  return S.substr(3).find('(') != std::string::npos;
}
