// evidence: none
// pattern: recursion memo keyed by small checked integers
#include <stdexcept>
#include <unordered_map>
unsigned long long fib(unsigned n) {
  static std::unordered_map<unsigned, unsigned long long> memo;
  if (n < 2) return n;
  if (n > 93) throw std::out_of_range("fib");
  if (auto it = memo.find(n); it != memo.end()) return it->second;
  auto v = fib(n - 1) + fib(n - 2);
  memo.emplace(n, v);
  return v;
}
