// RUN: %check_heapwise --config='{CheckOptions: {heapwise-unbounded-cache.MinEvidence: possible}}' %s %t

#include <map>
#include <queue>
#include <string>

// Only who asks for it takes something out.
class Pages {
public:
  void push(const std::string &page) { pages.push(page); }
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'Pages::pages' grows with its input and has no bound
  void pop() { pages.pop(); }

private:
  std::queue<std::string> pages;
};
