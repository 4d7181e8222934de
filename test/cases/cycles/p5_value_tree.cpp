// case: p5_value_tree
// pattern: P5 (tree of value handles: nodes own handles of children and of the parent)
// evidence: proved
// cross-tu: no
// what: Element is a handle; Element::append stores a handle to the child and, in the child, one to *this
// fix: the parent is kept as weak_ptr<Body>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Element {
  struct Body;
  std::shared_ptr<Body> body_;
  explicit Element(std::shared_ptr<Body> b) : body_(std::move(b)) {}

public:
  explicit Element(std::string tag);
  void append(Element child);
  std::string path() const;
  std::weak_ptr<void> token() const { return body_; }
};

struct Element::Body {
  std::string tag;
  std::vector<Element> children; // EXPECT-ANY: cycle
#ifndef FIXED
  std::vector<Element> parent; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Body> parent;
#endif
};

Element::Element(std::string tag) : body_(std::make_shared<Body>()) { body_->tag = std::move(tag); }
void Element::append(Element child) {
#ifndef FIXED
  child.body_->parent.assign(1, *this); // EXPECT-ANY: cycle
#else
  child.body_->parent = body_;
#endif
  body_->children.push_back(child); // EXPECT-ANY: cycle
}
std::string Element::path() const {
#ifndef FIXED
  return body_->parent.empty() ? body_->tag : body_->parent[0].path() + ">" + body_->tag;
#else
  auto up = body_->parent.lock();
  return up ? Element(up).path() + ">" + body_->tag : body_->tag;
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Element html("html"), body("body"), p("p");
    watch = html.token();
    html.append(body);
    body.append(p);
    if (p.path() != "html>body>p")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
