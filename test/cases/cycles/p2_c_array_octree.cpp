// case: p2_c_array_octree
// pattern: P2 (C array of children, parent as a strong field of the same class)
// evidence: proved
// cross-tu: no
// what: split() fills kids[8] with octants that own the octant they came from
// fix: the parent is a plain pointer
#include <memory>

struct Octant : std::enable_shared_from_this<Octant> {
  double size = 1;
#ifndef FIXED
  std::shared_ptr<Octant> up; // EXPECT-ANY: cycle
#else
  Octant *up = nullptr;
#endif
  std::shared_ptr<Octant> kids[8];

  void split() {
    for (int i = 0; i < 8; ++i) {
      kids[i] = std::make_shared<Octant>(); // EXPECT-ANY: cycle
      kids[i]->size = size / 2;
#ifndef FIXED
      kids[i]->up = shared_from_this(); // EXPECT-ANY: cycle
#else
      kids[i]->up = this;
#endif
    }
  }
  int depth() const { return up ? up->depth() + 1 : 0; }
};

#ifdef PROVE
int main() {
  std::weak_ptr<Octant> watch;
  {
    auto space = std::make_shared<Octant>();
    watch = space;
    space->split();
    space->kids[3]->split();
    if (space->kids[3]->kids[0]->depth() != 2)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
