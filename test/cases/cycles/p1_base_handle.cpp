// case: p1_base_handle
// pattern: P1 (the captured handle has the base type, the field is in the derived class)
// evidence: proved
// cross-tu: no
// what: a copy of the handle is converted to shared_ptr<Node> before it is captured
// fix: capture a weak_ptr to the base
#include <functional>
#include <memory>
#include <string>

struct Node {
  virtual ~Node() = default;
  int dirty = 0;
};
struct TextNode : Node {
  std::string text;
  std::function<void()> edited;
  void type(char c) {
    text += c;
    if (edited)
      edited();
  }
};

std::shared_ptr<TextNode> makeText() {
  auto text = std::make_shared<TextNode>();
#ifndef FIXED
  std::shared_ptr<Node> node = text;
  text->edited = [node] { ++node->dirty; }; // EXPECT: cycle
#else
  std::weak_ptr<Node> node = text;
  text->edited = [node] {
    if (auto n = node.lock())
      ++n->dirty;
  };
#endif
  return text;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Node> watch;
  {
    auto t = makeText();
    watch = t;
    t->type('x');
    if (t->dirty != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
