// RUN: %check_heapwise %s %t
#include <memory>
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

// A list that grows at its head keeps what the member lets go of.
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Frame' takes 40 bytes, 24 in another order of its members; that saves 16 bytes of memory for each of about 1000 objects
struct Frame {
  explicit Frame(Frame *below) : below(below) {}
  bool open = false;
  Frame *below;
  bool traced = false;
  long at = 0;
  bool last = false;
};
class Stack {
public:
  void enter() { top = new Frame(top); }

private:
  Frame *top = nullptr;
};
void recurse(Stack &stack, int n) {
  for (int i = 0; i != n; ++i)
    stack.enter();
}
