// RUN: %check_heapwise %s %t -- -std=c++17

// Tests may copy: this file is named like one.

#include <string>

bool isComment(const std::string &Line) {
  return Line.substr(0, Line.find(' ')) == "//";
}
