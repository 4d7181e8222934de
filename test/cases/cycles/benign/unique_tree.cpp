// case: unique_tree
// what: unique children, raw parents; subtrees are moved between parents
// trap: child->parent_ = this and std::move of children between two objects of one type
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

class Item {
public:
  Item() { ++alive; }
  ~Item() { --alive; }
  Item *add(std::unique_ptr<Item> child) {
    child->parent_ = this;
    children_.push_back(std::move(child));
    return children_.back().get();
  }
  std::unique_ptr<Item> takeLast() {
    auto child = std::move(children_.back());
    children_.pop_back();
    child->parent_ = nullptr;
    return child;
  }
  static inline int alive = 0;

private:
  Item *parent_ = nullptr;
  std::vector<std::unique_ptr<Item>> children_;
};

#ifdef PROVE
int main() {
  {
    auto a = std::make_unique<Item>();
    auto *b = a->add(std::make_unique<Item>());
    b->add(std::make_unique<Item>());
    a->add(b->takeLast());
    if (Item::alive != 3)
      return 2;
  }
  return Item::alive == 0 ? 0 : 1;
}
#endif
