// case: recursion_without_ownership
// what: recursive lambdas: one gets itself as argument, one captures a local std::function by reference, one a shared function weakly
// trap: the twins of p7_recursive_lambda
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

int sums(int n) {
  auto first = [](auto &&self, int k) -> int { return k ? k + self(self, k - 1) : 0; };
  std::function<int(int)> second;
  second = [&second](int k) { return k ? k + second(k - 1) : 0; };
  auto third = std::make_shared<std::function<int(int)>>();
  *third = [weak = std::weak_ptr<std::function<int(int)>>(third)](int k) {
    auto self = weak.lock();
    return k && self ? k + (*self)(k - 1) : 0;
  };
  return first(first, n) + second(n) + (*third)(n);
}

#ifdef PROVE
#include <cstdlib>
#include <new>
static int blocks = 0;
void *operator new(std::size_t n) { return ++blocks, std::malloc(n); }
void operator delete(void *p) noexcept { --blocks, std::free(p); }
void operator delete(void *p, std::size_t) noexcept { --blocks, std::free(p); }
int main() {
  int before = blocks;
  if (sums(4) != 30)
    return 2;
  return blocks == before ? 0 : 1;
}
#endif
