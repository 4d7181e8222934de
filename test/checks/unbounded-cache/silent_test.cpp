// RUN: %check_heapwise %s %t

// A test ends soon: this file is named like one.
#include <map>
#include <string>

int slow(const std::string &Key);

int memo(const std::string &Key) {
  static std::map<std::string, int> Values;
  auto It = Values.find(Key);
  if (It != Values.end())
    return It->second;
  return Values[Key] = slow(Key);
}
