// case: p7_operations_table
// pattern: P7 (a record of functions, each of which captures the record)
// evidence: proved
// cross-tu: no
// what: mutual recursion through a shared table of closures
// fix: the functions take the table as a parameter
#include <functional>
#include <memory>

struct Ops {
#ifndef FIXED
  std::function<bool(int)> even;
  std::function<bool(int)> odd;
#else
  std::function<bool(const Ops &, int)> even;
  std::function<bool(const Ops &, int)> odd;
#endif
};

std::shared_ptr<Ops> parity() {
  auto ops = std::make_shared<Ops>();
#ifndef FIXED
  ops->even = [ops](int n) { return n == 0 || ops->odd(n - 1); }; // EXPECT: cycle
  ops->odd = [=](int n) { return n != 0 && ops->even(n - 1); }; // EXPECT: cycle
#else
  ops->even = [](const Ops &ops, int n) { return n == 0 || ops.odd(ops, n - 1); };
  ops->odd = [](const Ops &ops, int n) { return n != 0 && ops.even(ops, n - 1); };
#endif
  return ops;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Ops> watch;
  {
    auto ops = parity();
    watch = ops;
#ifndef FIXED
    if (!ops->even(4) || ops->odd(4))
      return 2;
#else
    if (!ops->even(*ops, 4) || ops->odd(*ops, 4))
      return 2;
#endif
  }
  return watch.expired() ? 0 : 1;
}
#endif
