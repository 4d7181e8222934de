// case: invoked_at_once
// what: lambdas that own self are called on the spot; what is stored is their result
// trap: field = [self] {...}() and setter([self] {...}())
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <string>
#include <utility>

class Label : public std::enable_shared_from_this<Label> {
public:
  void refresh() {
    text_ = [self = shared_from_this()] { return "n=" + std::to_string(self->n_); }();
    setFormat([self = shared_from_this()]() -> std::function<std::string(int)> {
      std::string prefix = self->text_;
      return [prefix](int v) { return prefix + std::to_string(v); };
    }());
  }
  std::string show(int v) const { return format_(v); }

private:
  void setFormat(std::function<std::string(int)> f) { format_ = std::move(f); }
  int n_ = 7;
  std::string text_;
  std::function<std::string(int)> format_;
};

#ifdef PROVE
int main() {
  auto l = std::make_shared<Label>();
  std::weak_ptr<Label> watch = l;
  l->refresh();
  if (l->show(1) != "n=71")
    return 2;
  l.reset();
  return watch.expired() ? 0 : 1;
}
#endif
