// RUN: %check_heapwise --std=c++20 %s %t

#include <string>
#include <unordered_map>

static std::unordered_map<std::string, bool> banned;
bool isBanned(const std::string &who) { return !banned[who]; }
// CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'banned' gets another element for each key that is only looked up
// CHECK-FIXES: bool isBanned(const std::string &who) { return !(banned.contains(who) && banned.at(who)); }
