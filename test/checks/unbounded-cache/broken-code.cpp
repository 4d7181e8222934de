// RUN: %check_heapwise %s %t --expect-errors
// Initialisers that do not compile, or are never instantiated because something
// before them does not, have no type or are left out.

#include "does-not-exist.h"

template <class T> struct Size {
  constexpr Size(T X) : Count(X), More(X, 1) {}
  constexpr Size() = default;
  T Count = 0;
  int More = 1;
};
constexpr Size<int> One(1);
constexpr Size<int> None;

template <int... I> struct Sum {
  constexpr Sum() : Total((I + ...)) {}
  template <class U> constexpr Sum(U) : Total{I...} {}
  int Total;
  int Twice = 2 * (I + ...);
};
constexpr Sum<1, 2> Three;

struct Plain {
  Plain() : Count() {}
  Plain(int A) : Count(A), Other(Count()) {}
  int Count = unknown();
  bool Other = Count > 2;
};
static Plain P;
