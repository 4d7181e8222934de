// case: p2_alias_map
// pattern: P2 (aliases and a map of children)
// evidence: proved
// cross-tu: no
// what: NodePtr and Children hide the ownership; attach() writes both directions
// fix: weak parent behind its own alias
#include <map>
#include <memory>
#include <string>

struct KeyNode;
using NodePtr = std::shared_ptr<KeyNode>;
using Children = std::map<std::string, NodePtr>;
#ifndef FIXED
typedef NodePtr ParentRef;
#else
typedef std::weak_ptr<KeyNode> ParentRef;
#endif

struct KeyNode {
  std::string value;
  ParentRef parent; // EXPECT-ANY: cycle
  Children children;
};

NodePtr attach(const NodePtr &parent, const std::string &key) {
  auto node = std::make_shared<KeyNode>();
  node->parent = parent; // EXPECT-ANY: cycle
  parent->children[key] = node; // EXPECT-ANY: cycle
  return node;
}

#ifdef PROVE
int main() {
  std::weak_ptr<KeyNode> watch;
  {
    auto root = std::make_shared<KeyNode>();
    watch = root;
    attach(attach(root, "a"), "b")->value = "x";
    if (root->children["a"]->children["b"]->value != "x")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
