// case: template_policy
// what: the kind of the back pointer is a template parameter; the only instantiation uses the weak one
// trap: a dependent field type; a specialisation with shared_ptr that nobody instantiates
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct WeakLinks {
  template <class T> using back = std::weak_ptr<T>;
};
struct StrongLinks {
  template <class T> using back = std::shared_ptr<T>;
};

template <class Links> class Panel : public std::enable_shared_from_this<Panel<Links>> {
public:
  void add(const std::shared_ptr<Panel> &p) {
    p->outer_ = this->shared_from_this();
    panels_.push_back(p);
  }
  std::size_t size() const { return panels_.size(); }

private:
  typename Links::template back<Panel> outer_;
  std::vector<std::shared_ptr<Panel>> panels_;
};
using SafePanel = Panel<WeakLinks>;

std::shared_ptr<SafePanel> nested() {
  auto p = std::make_shared<SafePanel>();
  p->add(std::make_shared<SafePanel>());
  return p;
}

#ifdef PROVE
int main() {
  auto p = nested();
  std::weak_ptr<SafePanel> watch = p;
  if (p->size() != 1)
    return 2;
  p.reset();
  return watch.expired() ? 0 : 1;
}
#endif
