// RUN: %check_heapwise %s %t

#include <string>
#include <unordered_map>

// No fix-it where the key would be evaluated twice, or where a new
// element has no literal.
static std::unordered_map<std::string, std::string> names;
bool isNamed(const std::string &query) { return names[query].empty(); }
// CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'names' gets another element
std::string next(const std::string &query);
static std::unordered_map<std::string, int> counts;
int count(const std::string &query) { return counts[next(query)]; }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'counts' gets another element
