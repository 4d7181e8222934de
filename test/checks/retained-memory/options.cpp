// RUN: %check_heapwise %s %t --config='{CheckOptions: {heapwise-retained-memory.BlockingFunctions: "spin"}}'

#include <vector>

std::vector<int> make();
void use(const std::vector<int> &V);
void spin();
void run();

void spinning() {
  auto V = make();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'V'
  use(V);
  spin();
}
void running() {
  auto V = make();
  use(V);
  run();
}
