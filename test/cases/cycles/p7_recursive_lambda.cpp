// case: p7_recursive_lambda
// pattern: P7 (a lambda stored in a shared function captures that function)
// evidence: proved
// cross-tu: no
// what: *visit = [visit]...: recursion through a shared_ptr<std::function>
// fix: recursion through a reference
#include <functional>
#include <memory>
#include <vector>

struct Item {
  int weight = 0;
  std::vector<Item> inner;
};

#ifndef FIXED
std::shared_ptr<std::function<int(const Item &)>> weigher() {
  auto weigh = std::make_shared<std::function<int(const Item &)>>();
  *weigh = [weigh](const Item &item) { // EXPECT: cycle
    int total = item.weight;
    for (const Item &i : item.inner)
      total += (*weigh)(i);
    return total;
  };
  return weigh;
}
#else
std::shared_ptr<std::function<int(const Item &)>> weigher() {
  auto weigh = std::make_shared<std::function<int(const Item &)>>();
  *weigh = [&self = *weigh](const Item &item) {
    int total = item.weight;
    for (const Item &i : item.inner)
      total += self(i);
    return total;
  };
  return weigh;
}
#endif

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    auto weigh = weigher();
    watch = weigh;
    if ((*weigh)({1, {{2, {}}, {3, {{4, {}}}}}}) != 10)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
