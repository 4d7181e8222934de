// RUN: %check_heapwise --std=c++11 --fix-notes %s %t
// CHECK-MESSAGES: warning: 'Link' owns itself through 'OnClose': the stored lambda captures 'L'

// Without init-captures, the weak handle is a local variable.
#include <functional>
#include <memory>

struct Link {
  std::function<void()> OnClose;
  int Closed = 0;
};

std::shared_ptr<Link> make() {
  auto L = std::make_shared<Link>();
  L->OnClose = [L] {
    ++L->Closed;
  };
  return L;
}
