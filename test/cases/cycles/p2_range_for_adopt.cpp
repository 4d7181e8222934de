// case: p2_range_for_adopt
// pattern: P2 (children are stored by the constructor, parents are set later in a range-for)
// evidence: likely
// cross-tu: no
// what: a post-processing pass link() walks the owned children and gives each of them shared_from_this()
// fix: weak parent
#include <memory>
#include <utility>
#include <vector>

class Expr : public std::enable_shared_from_this<Expr> {
public:
  explicit Expr(std::vector<std::shared_ptr<Expr>> args) : args_(std::move(args)) {}
  void link() {
    for (auto &arg : args_) {
      arg->parent_ = shared_from_this(); // EXPECT-ANY: cycle
      arg->link();
    }
  }
#ifndef FIXED
  bool root() const { return parent_ == nullptr; }
#else
  bool root() const { return parent_.expired(); }
#endif
  const std::vector<std::shared_ptr<Expr>> &args() const { return args_; }

private:
#ifndef FIXED
  std::shared_ptr<Expr> parent_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Expr> parent_;
#endif
  std::vector<std::shared_ptr<Expr>> args_; // EXPECT-ANY: cycle
};

std::shared_ptr<Expr> leaf() { return std::make_shared<Expr>(std::vector<std::shared_ptr<Expr>>{}); }

#ifdef PROVE
int main() {
  std::weak_ptr<Expr> watch;
  {
    auto sum = std::make_shared<Expr>(std::vector<std::shared_ptr<Expr>>{leaf(), leaf()});
    watch = sum;
    sum->link();
    if (!sum->root() || sum->args()[1]->root())
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
