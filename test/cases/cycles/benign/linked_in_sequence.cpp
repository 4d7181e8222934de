// case: linked_in_sequence
// what: handles are reassigned between stores: a variable names a different object each time
// trap: first->next = node; node = make(); node->next = ...; one variable, several objects
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>

struct Block {
  int id = 0;
  std::shared_ptr<Block> next;
  std::shared_ptr<Block> jump;
};

std::shared_ptr<Block> lower(int n) {
  auto entry = std::make_shared<Block>();
  auto at = entry;
  for (int i = 1; i < n; ++i) {
    auto block = std::make_shared<Block>();
    block->id = i;
    at->next = block;
    at = block;
  }
  auto exit = std::make_shared<Block>();
  exit->id = 99;
  at->jump = exit;
  at = entry;
  at->jump = exit;
  exit = std::make_shared<Block>();
  exit->next = entry;
  return exit;
}

#ifdef PROVE
int main() {
  auto b = lower(4);
  std::weak_ptr<Block> watch = b->next;
  if (b->next->jump->id != 99)
    return 2;
  b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
