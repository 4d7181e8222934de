// case: p3_variant_children
// pattern: P3 (children are alternatives of a variant in a map)
// evidence: proved
// cross-tu: no
// what: a JSON-like object holds variant<double, string, shared_ptr<Object>>; setChild also writes the parent
// fix: weak parent
#include <map>
#include <memory>
#include <string>
#include <variant>

class Object;
using Value = std::variant<std::monostate, double, std::string, std::shared_ptr<Object>>;

class Object : public std::enable_shared_from_this<Object> {
public:
  std::shared_ptr<Object> child(const std::string &key) {
    auto object = std::make_shared<Object>();
    values_[key] = object; // EXPECT-ANY: cycle
    object->parent_ = shared_from_this(); // EXPECT-ANY: cycle
    return object;
  }
  void set(const std::string &key, double v) { values_[key] = v; }
#ifndef FIXED
  int depth() const { return parent_ ? parent_->depth() + 1 : 0; }
#else
  int depth() const {
    auto parent = parent_.lock();
    return parent ? parent->depth() + 1 : 0;
  }
#endif

private:
  std::map<std::string, Value> values_; // EXPECT-ANY: cycle
#ifndef FIXED
  std::shared_ptr<Object> parent_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Object> parent_;
#endif
};

#ifdef PROVE
int main() {
  std::weak_ptr<Object> watch;
  {
    auto root = std::make_shared<Object>();
    watch = root;
    auto leaf = root->child("a")->child("b");
    leaf->set("n", 1);
    if (leaf->depth() != 2)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
