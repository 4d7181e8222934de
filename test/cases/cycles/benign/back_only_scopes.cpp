// case: back_only_scopes
// what: interpreter environments own their enclosing environment; values are numbers
// trap: a strong field called parent_ of the own type, passed shared_from_this()
// expect: no diagnostic at the default setting
#include <map>
#include <memory>
#include <string>
#include <utility>

class Env : public std::enable_shared_from_this<Env> {
public:
  explicit Env(std::shared_ptr<Env> parent = nullptr) : parent_(std::move(parent)) {}
  std::shared_ptr<Env> child() { return std::make_shared<Env>(shared_from_this()); }
  void set(const std::string &k, double v) { vars_[k] = v; }
  double get(const std::string &k) const {
    auto it = vars_.find(k);
    return it != vars_.end() ? it->second : parent_ ? parent_->get(k) : 0;
  }

private:
  std::shared_ptr<Env> parent_;
  std::map<std::string, double> vars_;
};

#ifdef PROVE
int main() {
  auto global = std::make_shared<Env>();
  std::weak_ptr<Env> watch = global;
  global->set("x", 2);
  auto inner = global->child()->child();
  global.reset();
  if (inner->get("x") != 2)
    return 2;
  inner.reset();
  return watch.expired() ? 0 : 1;
}
#endif
