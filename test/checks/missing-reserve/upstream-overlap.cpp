// RUN: %check_heapwise %s %t --config='{CheckOptions: {heapwise-missing-reserve.ReportUpstreamOverlap: true}}'

#include <vector>

std::vector<int> upstream(const std::vector<int> &V) {
  std::vector<int> Out;
  for (int X : V)
    Out.push_back(X);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'V.size()' times
  // CHECK-FIXES: Out.reserve(V.size());
  return Out;
}
