// case: sibling_classes
// what: a toolbar owns actions through the base class; only a sibling action, never put into a toolbar, owns a toolbar
// trap: Toolbar -> Action <- OpenToolbar -> Toolbar, if all derived classes are taken for one
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

class Action {
public:
  virtual ~Action() = default;
  virtual int run() = 0;
};
class Count : public Action {
public:
  int run() override { return ++n_; }

private:
  int n_ = 0;
};
class Toolbar {
public:
  void add(std::shared_ptr<Count> a) { actions_.push_back(std::move(a)); }
  int runAll() {
    int n = 0;
    for (auto &a : actions_)
      n += a->run();
    return n;
  }

private:
  std::vector<std::shared_ptr<Action>> actions_;
};
class OpenToolbar : public Action {
public:
  explicit OpenToolbar(std::shared_ptr<Toolbar> t) : toolbar_(std::move(t)) {}
  int run() override { return toolbar_->runAll(); }

private:
  std::shared_ptr<Toolbar> toolbar_;
};

std::unique_ptr<Action> shortcut(const std::shared_ptr<Toolbar> &t) {
  t->add(std::make_shared<Count>());
  return std::make_unique<OpenToolbar>(t);
}

#ifdef PROVE
int main() {
  auto t = std::make_shared<Toolbar>();
  std::weak_ptr<Toolbar> watch = t;
  auto s = shortcut(t);
  if (s->run() != 1)
    return 2;
  t.reset(), s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
