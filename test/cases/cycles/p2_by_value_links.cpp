// case: p2_by_value_links
// pattern: P2 (both edges are inside a by-value member)
// evidence: proved
// cross-tu: no
// what: Layer has a value member Links with parent and children; the store goes through two member accesses
// fix: weak parent in Links
#include <memory>
#include <vector>

struct Layer;
struct Links {
#ifndef FIXED
  std::shared_ptr<Layer> parent; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Layer> parent;
#endif
  std::vector<std::shared_ptr<Layer>> children;
};
struct Layer {
  int alpha = 255;
  Links links;
};

std::shared_ptr<Layer> stack(int n) {
  auto base = std::make_shared<Layer>();
  for (int i = 0; i < n; ++i) {
    auto top = std::make_shared<Layer>();
    top->alpha = 255 / (i + 1);
    Links &links = base->links;
    links.children.push_back(top); // EXPECT-ANY: cycle
    top->links.parent = base; // EXPECT-ANY: cycle
  }
  return base;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Layer> watch;
  {
    auto base = stack(3);
    watch = base;
    if (base->links.children[2]->alpha != 85)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
