// RUN: %check_heapwise %s %t --config='{CheckOptions: {heapwise-unnecessary-copy.ReportUpstreamOverlap: true}}'

#include <string>
#include <vector>

using Names = std::vector<std::string>;

std::size_t local(const Names &N) {
  auto Copy = N;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Copy' copies 'N'
  return Copy.size();
}

std::size_t range(const std::vector<Names> &V) {
  std::size_t Sum = 0;
  for (auto Each : V)
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Each' copies each element
    Sum += Each.size();
  return Sum;
}

std::size_t parameter(Names N) { return N.size(); }
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: parameter 'N' is copied
