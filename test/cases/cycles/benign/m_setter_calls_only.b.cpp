#include "m_setter_calls_only.h"

void Sheet::onCell(const std::function<int(int)> &f) {
  for (int i = 0; i < 3; ++i)
    total += f(i);
}
void Sheet::setStyleOf(const std::shared_ptr<Sheet> &other) { style = other->style; }
