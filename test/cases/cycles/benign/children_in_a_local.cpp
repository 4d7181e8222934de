// case: children_in_a_local
// what: children own their parent, but the vector of children belongs to the calling function
// trap: kids.push_back(kid) next to kid->parent = parent; the local has the name of a field
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct Span {
  std::shared_ptr<Span> parent;
  int start = 0, length = 0;
};

int trace(int n) {
  auto parent = std::make_shared<Span>();
  std::vector<std::shared_ptr<Span>> children;
  for (int i = 0; i < n; ++i) {
    auto child = std::make_shared<Span>();
    child->parent = parent;
    child->start = i;
    children.push_back(child);
  }
  for (auto &c : children)
    c->parent->length += 1;
  return parent->length;
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
  if (trace(3) != 3)
    return 2;
  return blocks == before ? 0 : 1;
}
#endif
