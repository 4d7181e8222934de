// case: either_or_link
// what: depending on a flag, a owns b or b owns a, never both
// trap: both stores are in one function, in the two branches of an if
// expect: no diagnostic at the default setting
#include <memory>

struct Pin {
  std::shared_ptr<Pin> drives;
  int level = 0;
};

std::shared_ptr<Pin> wire(const std::shared_ptr<Pin> &a, const std::shared_ptr<Pin> &b, bool forward) {
  if (forward) {
    a->drives = b;
    return a;
  }
  b->drives = a;
  return b;
}

#ifdef PROVE
int main() {
  auto a = std::make_shared<Pin>(), b = std::make_shared<Pin>();
  std::weak_ptr<Pin> wa = a, wb = b;
  auto source = wire(a, b, false);
  if (source != b)
    return 2;
  a.reset(), b.reset(), source.reset();
  return wa.expired() && wb.expired() ? 0 : 1;
}
#endif
