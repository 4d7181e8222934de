// RUN: %check_heapwise --config "{CheckOptions: {heapwise-ownership-cycle.StrongPointers: 'lib::Handle', heapwise-ownership-cycle.CallbackTypes: 'lib::Action'}}" %s %t

#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

namespace shape {
// Counts references inside the object; nothing but its shape tells.
template <class T> class Ref {
public:
  Ref(T *P = nullptr) : P(P) {
    if (P)
      P->retain();
  }
  Ref(const Ref &O) : Ref(O.P) {}
  Ref &operator=(Ref O) {
    std::swap(P, O.P);
    return *this;
  }
  ~Ref() {
    if (P)
      P->release();
  }
  T *operator->() const { return P; }

private:
  T *P;
};
struct Counted {
  void retain() { ++Uses; }
  void release() {
    if (--Uses == 0)
      delete this;
  }
  int Uses = 0;
};
struct Child;
struct Parent : Counted {
  Ref<Child> Only;
};
struct Child : Counted {
  Ref<Parent> Up;
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: strong member 'Child::Up' closes an ownership cycle through 'Parent::Only'
};
void link(Parent *P, Child *C) {
  P->Only = Ref<Child>(C);
  C->Up = Ref<Parent>(P);
}
} // namespace shape

namespace lib {
template <class T> struct Handle {
  Handle(T *P = nullptr);
  T *operator->() const;
  char Opaque[8];
};
struct Action {
  template <class F> Action(F) {}
  Action();
};
} // namespace lib

namespace named {
struct Timer {
  lib::Action Tick;
};
void arm(lib::Handle<Timer> T) {
  T->Tick = [T] {};
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Timer' owns itself through 'Tick': the stored lambda captures 'T'
}
} // namespace named

namespace wrapped {
struct Scope {
  std::variant<int, std::shared_ptr<Scope>> Value;
  std::optional<std::shared_ptr<Scope>> Outer;
  std::tuple<int, std::shared_ptr<Scope>> Pair;
};
void value(const std::shared_ptr<Scope> &S) {
  auto Inner = std::make_shared<Scope>();
  S->Value = Inner;
  Inner->Outer = S;
}
// CHECK-MESSAGES: :[[@LINE-8]]:41: warning: strong member 'Scope::Outer' closes an ownership cycle through 'Scope::Value'
} // namespace wrapped
