// RUN: %check_heapwise %s %t
#include <memory>
#include <vector>

class Frame {
public:
  explicit Frame(Frame *caller) : caller_(caller) {}
  long position() const {
    return counter_ + slots_ + (suspended_ || handler_) + (code_ == caller_);
  }

private:
  bool suspended_ = false;
  Frame *caller_;
  short slots_ = 0;
  const void *code_ = nullptr;
  bool handler_ = false;
  long counter_ = 0;
};

std::vector<std::unique_ptr<Frame>> call(int depth) {
  std::vector<std::unique_ptr<Frame>> all;
  for (int i = 0; i != depth; ++i)
    all.push_back(
                  std::make_unique<Frame>(nullptr));
  return all;
}
// CHECK-NOTES: :[[@LINE-23]]:7: warning: 'Frame' takes 48 bytes, 32 in another order of its members; that saves 16 bytes of memory for each of about 1000 objects [heapwise-oversized-layout]
// CHECK-NOTES: :[[@LINE-4]]:19: note: made by make_unique, about 1000 objects; a block of 48 bytes takes 64 with glibc, one of 32 takes 48
// CHECK-NOTES: :[[@LINE-25]]:7: note: now: 0: suspended_ 1, 7 unused, 8: caller_ 8, 16: slots_ 2, 6 unused, 24: code_ 8, 32: handler_ 1, 7 unused, 40: counter_ 8 in 48 bytes (20 unused, 1 cache line)
// CHECK-NOTES: :[[@LINE-26]]:7: note: better: {{.*}} in 32 bytes (4 unused, 1 cache line)
// CHECK-NOTES: :[[@LINE-27]]:7: note: pin it with 'static_assert(sizeof(Frame) <= 32);'
