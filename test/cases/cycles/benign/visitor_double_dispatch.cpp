// case: visitor_double_dispatch
// what: accept() passes shared_from_this() to a visitor, which calls back and stores nothing, or stores in its own local result
// trap: nodes own children, the visitor collects shared_ptr to nodes
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

class Leaf;
class Branch;
class Visitor {
public:
  virtual ~Visitor() = default;
  virtual void visit(const std::shared_ptr<Leaf> &leaf) = 0;
  virtual void visit(const std::shared_ptr<Branch> &branch) = 0;
};
class Part : public std::enable_shared_from_this<Part> {
public:
  virtual ~Part() = default;
  virtual void accept(Visitor &v) = 0;
};
class Leaf : public Part {
public:
  void accept(Visitor &v) override { v.visit(std::static_pointer_cast<Leaf>(shared_from_this())); }
};
class Branch : public Part {
public:
  void accept(Visitor &v) override { v.visit(std::static_pointer_cast<Branch>(shared_from_this())); }
  std::vector<std::shared_ptr<Part>> parts;
};
class Collect : public Visitor {
public:
  void visit(const std::shared_ptr<Leaf> &leaf) override { leaves.push_back(leaf); }
  void visit(const std::shared_ptr<Branch> &branch) override {
    branches.push_back(branch);
    for (auto &p : branch->parts)
      p->accept(*this);
  }
  std::vector<std::shared_ptr<Part>> leaves, branches;
};

#ifdef PROVE
int main() {
  auto top = std::make_shared<Branch>();
  std::weak_ptr<Branch> watch = top;
  top->parts = {std::make_shared<Leaf>(), std::make_shared<Branch>(), std::make_shared<Leaf>()};
  {
    Collect c;
    top->accept(c);
    if (c.leaves.size() != 2 || c.branches.size() != 2)
      return 2;
  }
  top.reset();
  return watch.expired() ? 0 : 1;
}
#endif
