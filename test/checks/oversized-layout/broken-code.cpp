// RUN: %check_heapwise %s %t --expect-errors
#include <vector>

struct Unknown;
struct Broken {
  bool a;
  Missing m;
  double x;
  bool b;
};
template <class T> struct Dependent {
  bool a;
  T t;
  bool b;
  std::vector<Dependent<T>> all;
};
struct Incomplete {
  bool a;
  Unknown u;
  bool b;
};
void use(int n) {
  std::vector<Broken> broken(n);
  std::vector<Unknown *> unknown(n);
  Dependent<int> d;
  d.all.resize(3)
  new Incomplete;
}
struct Unfinished {
  bool a;
  double x
