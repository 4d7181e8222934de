// case: expression_bottom_up
// what: abstract syntax tree built from the leaves; nodes own shared operands through the base class
// trap: Binary owns Expr and is an Expr; sharing of subtrees in rewrites
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

struct Expr {
  virtual ~Expr() = default;
  virtual int eval() const = 0;
};
using ExprPtr = std::shared_ptr<Expr>;
struct Number : Expr {
  explicit Number(int v) : value(v) {}
  int eval() const override { return value; }
  int value;
};
struct Sum : Expr {
  explicit Sum(std::vector<ExprPtr> t) : terms(std::move(t)) {}
  int eval() const override {
    int n = 0;
    for (auto &t : terms)
      n += t->eval();
    return n;
  }
  std::vector<ExprPtr> terms;
};
struct Negate : Expr {
  explicit Negate(ExprPtr e) : inner(std::move(e)) {}
  int eval() const override { return -inner->eval(); }
  ExprPtr inner;
};

ExprPtr difference(const ExprPtr &a, const ExprPtr &b) {
  auto minus = std::make_shared<Negate>(b);
  auto sum = std::make_shared<Sum>(std::vector<ExprPtr>{a});
  sum->terms.push_back(minus);
  ExprPtr outer = std::make_shared<Negate>(sum);
  outer = std::make_shared<Negate>(outer);
  return outer;
}

#ifdef PROVE
int main() {
  auto one = std::make_shared<Number>(1);
  std::weak_ptr<Number> watch = one;
  auto e = difference(std::make_shared<Number>(5), one);
  if (e->eval() != 4)
    return 2;
  one.reset(), e.reset();
  return watch.expired() ? 0 : 1;
}
#endif
