// case: continuation_dropped
// what: a promise runs its continuations once, on success and on failure, and drops them
// trap: the continuation owns the shared state that it is stored in
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>
#include <vector>

struct State : std::enable_shared_from_this<State> {
  int value = 0;
  std::vector<std::function<void()>> next;
  void resolve(int v) {
    value = v;
    std::vector<std::function<void()>> run;
    std::swap(run, next);
    for (auto &f : run)
      f();
  }
  ~State() { next.clear(); }
};

void chain(const std::shared_ptr<State> &state, int &out) {
  state->next.push_back([state, &out] { out = state->value; });
}

#ifdef PROVE
int main() {
  int out = 0;
  auto s = std::make_shared<State>();
  std::weak_ptr<State> watch = s;
  chain(s, out);
  s->resolve(3);
  if (out != 3)
    return 2;
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
