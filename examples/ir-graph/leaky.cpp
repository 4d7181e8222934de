// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A data-flow graph in which a value owns its operands and its users.
//
// Operands are needed to compute a value. Users are only there to be notified,
// yet they are held with the same kind of pointer.

#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class Value;
using ValueRef = std::shared_ptr<Value>;

class Value {
public:
  using Op = std::function<int(const std::vector<ValueRef> &)>;

  explicit Value(int constant) : cached_(constant) {}
  Value(Op op, std::vector<ValueRef> operands)
      : op_(std::move(op)), operands_(std::move(operands)) {}

  int get() {
    if (!cached_)
      cached_ = op_(operands_);
    return *cached_;
  }

  void set(int constant) {
    cached_ = constant;
    for (const auto &user : users_)
      user->invalidate();
  }

  static ValueRef make(Op op, std::vector<ValueRef> operands) {
    auto value = std::make_shared<Value>(std::move(op), std::move(operands));
    for (const auto &operand : value->operands_)
      operand->users_.push_back(value);
    return value;
  }

private:
  void invalidate() {
    cached_.reset();
    for (const auto &user : users_)
      user->invalidate();
  }

  std::optional<int> cached_;
  Op op_;
  std::vector<ValueRef> operands_;
  std::vector<ValueRef> users_;
};

static ValueRef add(ValueRef a, ValueRef b) {
  auto op = [](const auto &in) { return in[0]->get() + in[1]->get(); };
  return Value::make(op, {std::move(a), std::move(b)});
}

static ValueRef mul(ValueRef a, ValueRef b) {
  auto op = [](const auto &in) { return in[0]->get() * in[1]->get(); };
  return Value::make(op, {std::move(a), std::move(b)});
}

static void evaluate(int start) {
  auto x = std::make_shared<Value>(start);
  auto y = std::make_shared<Value>(3);
  auto area = mul(add(x, y), y);
  std::cout << "(x + y) * y = " << area->get() << "\n";
  x->set(start + 1);
  std::cout << "(x + y) * y = " << area->get() << "\n";
}

int main() {
  for (int start : {2, 20, 200})
    evaluate(start);
  return 0;
}
