// case: doubly_linked_weak_prev
// what: next is strong, prev is weak, both through a typedef'd pointer family
// trap: insertAfter writes four links between three nodes
// expect: no diagnostic at the default setting
#include <memory>

struct Stop {
  using Ptr = std::shared_ptr<Stop>;
  using Ref = std::weak_ptr<Stop>;
  int number = 0;
  Ptr next;
  Ref prev;
};

Stop::Ptr insertAfter(const Stop::Ptr &at, int number) {
  auto stop = std::make_shared<Stop>();
  stop->number = number;
  stop->next = at->next;
  stop->prev = at;
  if (at->next)
    at->next->prev = stop;
  at->next = stop;
  return stop;
}

#ifdef PROVE
int main() {
  auto a = std::make_shared<Stop>();
  std::weak_ptr<Stop> watch = insertAfter(a, 2), first = a;
  insertAfter(a, 1);
  if (watch.lock()->prev.lock()->number != 1)
    return 2;
  a.reset();
  return watch.expired() && first.expired() ? 0 : 1;
}
#endif
