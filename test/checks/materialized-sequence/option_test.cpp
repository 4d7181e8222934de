// RUN: %check_heapwise %s %t --second-run-may-warn --config='{CheckOptions: {heapwise-materialized-sequence.InTests: true}}' -- -std=c++17

#include <string>

bool isComment(const std::string &Line) {
  return Line.substr(0, Line.find(' ')) == "//";
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'Line.substr(0, Line.find(' '))' copies a part
}
