// case: copy_on_write
// what: value type with shared data that is cloned before a write
// trap: body_ = make_shared<Body>(*body_), where Body contains values of the handle type
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

class Doc {
public:
  Doc() : body_(std::make_shared<Body>()) {}
  void add(Doc part) { own().parts.push_back(std::move(part)); } // by value: adding to itself clones
  void setNumber(int n) { own().number = n; }
  int sum() const {
    int n = body_->number;
    for (const auto &p : body_->parts)
      n += p.sum();
    return n;
  }
  std::weak_ptr<void> token() const { return body_; }

private:
  struct Body {
    int number = 1;
    std::vector<Doc> parts;
  };
  Body &own() {
    if (body_.use_count() > 1)
      body_ = std::make_shared<Body>(*body_);
    return *body_;
  }
  std::shared_ptr<Body> body_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Doc a, b = a;
    watch = a.token();
    b.setNumber(5);
    a.add(b);
    a.add(a);
    if (a.sum() != 1 + 5 + 6)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
