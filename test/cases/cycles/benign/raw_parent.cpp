// case: raw_parent
// what: shared children with a raw parent pointer and a reference to the root
// trap: parent and children in one class; constructor and setter write both
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

class Group {
public:
  explicit Group(Group *parent) : parent_(parent), root_(parent ? parent->root_ : *this) {}
  std::shared_ptr<Group> add() {
    auto g = std::make_shared<Group>(this);
    groups_.push_back(g);
    return g;
  }
  void adopt(std::shared_ptr<Group> g) {
    g->parent_ = this;
    groups_.push_back(std::move(g));
  }
  bool under(const Group &other) const { return parent_ == &other || (parent_ && parent_->under(other)); }
  const Group &root() const { return root_; }

private:
  Group *parent_;
  Group &root_;
  std::vector<std::shared_ptr<Group>> groups_;
};

#ifdef PROVE
int main() {
  auto g = std::make_shared<Group>(nullptr);
  std::weak_ptr<Group> watch = g;
  auto leaf = g->add()->add();
  if (!leaf->under(*g) || &leaf->root() != g.get())
    return 2;
  leaf.reset(), g.reset();
  return watch.expired() ? 0 : 1;
}
#endif
