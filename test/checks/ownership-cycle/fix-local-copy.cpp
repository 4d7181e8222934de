// RUN: %check_heapwise %s %t

// A local handle that is dereferenced as it is would be empty once the member
// is weak and its object is gone.
#include <memory>
#include <vector>

struct Owner;
struct Part {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Part::Up' closes an ownership cycle
  std::shared_ptr<Owner> Up;
  // CHECK-MESSAGES: no fix-it: 'Up' stays as it is: 'O' is dereferenced without a test
  int number() const;
};
struct Owner : std::enable_shared_from_this<Owner> {
  int Number = 7;
  std::vector<std::shared_ptr<Part>> Parts;
  void add(const std::shared_ptr<Part> &P) {
    P->Up = shared_from_this();
    Parts.push_back(P);
  }
};
int Part::number() const {
  const auto &O = Up;
  return O->Number;
}
