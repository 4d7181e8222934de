// case: local_function
// what: a std::function local, a vector of them and a struct of them capture self and end with the function
// trap: the local variables have the names of fields; one local struct has the type of a field
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <vector>

struct Hooks {
  std::function<void(int)> before, after;
};

class Machine : public std::enable_shared_from_this<Machine> {
public:
  int cycle(int n) {
    auto self = shared_from_this();
    Hooks hooks_;
    hooks_.before = [self](int v) { self->sum_ += v; };
    hooks_.after = [self](int v) { self->sum_ -= v / 2; };
    std::vector<std::function<void(int)>> list_{hooks_.before, hooks_.after};
    for (auto &f : list_)
      f(n);
    return sum_;
  }
  bool bare() const { return !hooks_.before && list_.empty(); }

private:
  int sum_ = 0;
  Hooks hooks_;
  std::vector<std::function<void(int)>> list_;
};

#ifdef PROVE
int main() {
  auto m = std::make_shared<Machine>();
  std::weak_ptr<Machine> watch = m;
  if (m->cycle(4) != 2 || !m->bare())
    return 2;
  m.reset();
  return watch.expired() ? 0 : 1;
}
#endif
