// case: p7_future_then
// pattern: P7 (a continuation that captures the state it is stored in)
// evidence: proved
// cross-tu: no
// what: Task<T>::then stores into the shared state; the continuation captures the task, hence the state
// fix: the continuation gets the value as a parameter and needs no capture
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

template <class T> class Task {
public:
  Task() : state_(std::make_shared<State>()) {}
  void then(std::function<void(const T &)> f) { state_->next.push_back(std::move(f)); }
  void resolve(T v) {
    state_->value = std::move(v);
    for (auto &f : state_->next)
      f(*state_->value);
  }
  bool ready() const { return state_->value.has_value(); }
  std::weak_ptr<void> token() const { return state_; }

private:
  struct State {
    std::optional<T> value;
    std::vector<std::function<void(const T &)>> next;
  };
  std::shared_ptr<State> state_;
};

Task<int> compute(int &out) {
  Task<int> task;
#ifndef FIXED
  task.then([task, &out](const int &v) { // EXPECT: cycle
    if (task.ready())
      out = v;
  });
#else
  task.then([&out](const int &v) { out = v; });
#endif
  return task;
}

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  int out = 0;
  {
    auto task = compute(out);
    watch = task.token();
    task.resolve(6);
    if (out != 6)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
