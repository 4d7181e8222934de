// RUN: %check_heapwise %s %t

// A fix that the other configuration of the program does not survive is none.
#include <memory>

struct Child;
struct Parent {
  std::shared_ptr<Child> Only;
};
struct Child {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Child::Up'
  std::shared_ptr<Parent> Up;
  // CHECK-MESSAGES: no fix-it: 'Up' stays as it is: it is dereferenced in code that the preprocessor skips at line [[@LINE+7]]
};
void join(const std::shared_ptr<Parent> &P) {
  auto C = std::make_shared<Child>();
  C->Up = P;
  P->Only = C;
#ifdef TRACE
  C->Up->Only.reset();
#endif
}
