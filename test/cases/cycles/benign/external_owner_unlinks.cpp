// case: external_owner_unlinks
// what: strong in both directions, and the scene's removeNode() and destructor cut the parents of everything they drop
// trap: the twin of p2_ctor_back_pointer
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

struct Node {
  std::shared_ptr<Node> parent;
  std::vector<std::shared_ptr<Node>> kids;
};
class Scene {
public:
  Scene() : root_(std::make_shared<Node>()) {}
  ~Scene() { unlink(*root_); }
  std::shared_ptr<Node> add(const std::shared_ptr<Node> &parent) {
    auto node = std::make_shared<Node>();
    node->parent = parent;
    parent->kids.push_back(node);
    return node;
  }
  void removeKids(const std::shared_ptr<Node> &node) {
    unlink(*node);
    node->kids.clear();
  }
  const std::shared_ptr<Node> &root() const { return root_; }

private:
  static void unlink(Node &node) {
    for (auto &kid : node.kids) {
      unlink(*kid);
      kid->parent = nullptr;
    }
  }
  std::shared_ptr<Node> root_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Node> a, b;
  {
    Scene s;
    auto x = s.add(s.root());
    a = s.add(x);
    s.removeKids(x);
    if (!a.expired())
      return 2;
    b = s.add(x);
  }
  return b.expired() ? 0 : 1;
}
#endif
