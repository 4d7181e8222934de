// RUN: %check_heapwise %s %t
#include <vector>

struct Sample {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Sample' takes 32 bytes, 24 in another order of its members; that saves 8 bytes of memory for each of about 1000 objects [heapwise-oversized-layout]
  bool valid = false;
  double value = 0;
  bool late = false;
  double weight = 0;
};

double sum(int n) {
  std::vector<Sample> all(n);
  double s = 0;
  for (const Sample &x : all)
    s += x.value * x.weight;
  return s;
}
// CHECK-FIXES: struct Sample {
// CHECK-FIXES-NEXT:   double value = 0;
// CHECK-FIXES-NEXT:   bool valid = false;
// CHECK-FIXES-NEXT:   bool late = false;
// CHECK-FIXES-NEXT:   double weight = 0;
