// RUN: %check_heapwise --std=c++14 --fix-notes %s %t
// CHECK-MESSAGES: warning: 'Link' owns itself through 'OnClose': the stored lambda captures 'Self'

// C++14 has no weak_from_this() and no deduction of template arguments.
#include <functional>
#include <memory>

struct Link : std::enable_shared_from_this<Link> {
  std::function<void()> OnClose;
  int Closed = 0;
  void wire() {
    OnClose = [Self = shared_from_this()] { ++Self->Closed; };
  }
};
