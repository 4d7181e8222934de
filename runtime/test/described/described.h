//===-- described.h - Classes that only a tool describes --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TEST_DESCRIBED_H
#define HEAPWISE_TEST_DESCRIBED_H

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace app {

class Widget {
public:
  explicit Widget(std::string &title) : visible_(1), title_(title) {}
  virtual ~Widget() = default;

private:
  struct Hidden {
    std::string deep = std::string(100, 'x');

  private:
    std::vector<int> more_ = std::vector<int>(10);
  };
  std::string name_ = std::string(100, 'n');
  Hidden hidden_[2];
  unsigned visible_ : 3;
  std::string &title_;

protected:
  std::vector<std::shared_ptr<Widget>> children_;
};

/// Only seen through a pointer to its base.
class Button : public Widget {
public:
  using Widget::Widget;

private:
  std::string label_ = std::string(50, 'l');
  union {
    int a;
    float f;
  };
};

template <class T> class Box {
public:
  Box() = default;
  ~Box() {}

private:
  T value_{};
  std::vector<T> more_ = std::vector<T>(3);
};

class Boxes {
  Box<int> numbers_;
  Box<std::map<int, std::string>> maps_;

public:
  ~Boxes() {}
};

} // namespace app

#endif // HEAPWISE_TEST_DESCRIBED_H
