// case: p1_crtp_self
// pattern: P1 (a CRTP base hands out the derived shared_ptr and holds the callback)
// evidence: proved
// cross-tu: no
// what: self() in a template base casts shared_from_this(); the derived class captures it and calls the base's template setter
// fix: a weak self
#include <functional>
#include <memory>
#include <utility>

template <class Derived> class Actor : public std::enable_shared_from_this<Actor<Derived>> {
public:
  template <class F> void receive(F f) { handler_ = std::move(f); }
  void send(int message) {
    if (handler_)
      handler_(message);
  }

protected:
  std::shared_ptr<Derived> self() { return std::static_pointer_cast<Derived>(this->shared_from_this()); }

private:
  std::function<void(int)> handler_;
};

class Counter : public Actor<Counter> {
public:
  void start() {
#ifndef FIXED
    receive([self = self()](int n) { self->sum_ += n; }); // EXPECT: cycle
#else
    receive([weak = std::weak_ptr<Counter>(self())](int n) {
      if (auto self = weak.lock())
        self->sum_ += n;
    });
#endif
  }
  int sum() const { return sum_; }

private:
  int sum_ = 0;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Counter> watch;
  {
    auto c = std::make_shared<Counter>();
    watch = c;
    c->start();
    c->send(2);
    c->send(3);
    if (c->sum() != 5)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
