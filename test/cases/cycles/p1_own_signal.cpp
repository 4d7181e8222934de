// case: p1_own_signal
// pattern: P1 (slot list of an own signal class, a by-value member of the captured object)
// evidence: proved
// cross-tu: no
// what: model->changed.connect([model] ...) stores the model in its own signal
// fix: weak capture
#include <functional>
#include <list>
#include <memory>
#include <utility>

template <class... Args> class Signal {
public:
  using Slot = std::function<void(Args...)>;
  template <class F> typename std::list<Slot>::iterator connect(F &&f) {
    return slots_.insert(slots_.end(), Slot(std::forward<F>(f)));
  }
  void emit(Args... args) {
    for (auto &slot : slots_)
      slot(args...);
  }

private:
  std::list<Slot> slots_;
};

class Model {
public:
  Signal<int> changed;
  void set(int v) {
    value_ = v;
    changed.emit(v);
  }
  int largest = 0;

private:
  int value_ = 0;
};

std::shared_ptr<Model> trackedModel() {
  auto model = std::make_shared<Model>();
#ifndef FIXED
  model->changed.connect([model](int v) { // EXPECT: cycle
    if (v > model->largest)
      model->largest = v;
  });
#else
  model->changed.connect([weak = std::weak_ptr(model)](int v) {
    auto model = weak.lock();
    if (model && v > model->largest)
      model->largest = v;
  });
#endif
  return model;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Model> watch;
  {
    auto model = trackedModel();
    watch = model;
    model->set(7);
    model->set(3);
    if (model->largest != 7)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
