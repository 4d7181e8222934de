// RUN: %check_heapwise --std=c++17 --fix-notes %s %t
// RUN: %check_heapwise --std=c++20 --fix-notes %s %t
// CHECK-MESSAGES: warning: 'Form' owns itself through 'OnClose': the stored lambda captures 'Self'
// CHECK-MESSAGES: warning: 'Form' owns itself through 'Title': the stored lambda captures 'Me'
// CHECK-MESSAGES: warning: 'Form' owns itself through 'Check': the stored lambda captures 'F'
// CHECK-MESSAGES: warning: 'Form' owns itself through 'Count': the stored lambda captures 'F'

// A lambda captures weakly, locks and returns early.
#include <functional>
#include <memory>
#include <string>

struct Form : std::enable_shared_from_this<Form> {
  std::function<void()> OnClose;
  std::function<bool(const std::string &)> Check;
  std::function<int(int)> Count;
  std::function<std::string()> Title;
  std::string Text;
  int Closed = 0;

  void wire() {
    OnClose = [Self = shared_from_this()] { ++Self->Closed; };
    auto Me = shared_from_this();
    Title = [this, Me] { return Text; };
  }
};

std::shared_ptr<Form> make(std::size_t Shortest) {
  auto F = std::make_shared<Form>();
  F->Check = [=](const std::string &Name) {
    if (Name.size() < Shortest)
      return false;
    F->Text = Name;
    return true;
  };
  int Calls = 0;
  F->Count = [F, Calls](int N) mutable -> int {
    Calls += N;
    return F->Closed + Calls;
  };
  return F;
}
