// RUN: %check_heapwise --std=c++17 %s %t

#include <map>
#include <string>
#include <unordered_map>

static std::unordered_map<std::string, bool> banned;
bool isBanned(const std::string &who) {
  if (banned[who])
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'banned' gets another element for each key that is only looked up [heapwise-unbounded-cache]
    return true;
  return false;
}
// CHECK-FIXES: if ((banned.count(who) && banned.at(who)))

static std::map<std::string, int> weights;
int weight(const std::string &query) {
  return 2 * weights[query];
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'weights' gets another element
}
// CHECK-FIXES: return 2 * (weights.count(query) ? weights.at(query) : 0);

struct Node {};
static std::map<std::string, Node *> nodes;
bool hasNode(const std::string &url) {
  return nodes[url] != nullptr;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'nodes' gets another element
}
// CHECK-FIXES: return (nodes.count(url) ? nodes.at(url) : nullptr) != nullptr;
