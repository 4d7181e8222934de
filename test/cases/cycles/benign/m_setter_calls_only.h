// Shared header of the two parts of m_setter_calls_only.
#pragma once
#include <functional>
#include <memory>

class Sheet {
public:
  void onCell(const std::function<int(int)> &f);
  void setStyleOf(const std::shared_ptr<Sheet> &other);
  int total = 0;
  int style = 1;
};
