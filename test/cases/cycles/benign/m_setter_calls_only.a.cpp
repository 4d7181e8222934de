// case: m_setter_calls_only
// what: onCell() and setStyleOf(), defined in the other file, keep nothing of what they get
// trap: a self-owning lambda goes to a member function of the captured object whose body is not visible here
// expect: no diagnostic by the whole-program analysis
#include "m_setter_calls_only.h"

std::shared_ptr<Sheet> fill() {
  auto sheet = std::make_shared<Sheet>();
  sheet->style = 3;
  sheet->onCell([sheet](int n) { return n * sheet->style; });
  sheet->setStyleOf(sheet);
  return sheet;
}

#ifdef PROVE
int main() {
  auto s = fill();
  std::weak_ptr<Sheet> watch = s;
  if (s->total != 9)
    return 2;
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
