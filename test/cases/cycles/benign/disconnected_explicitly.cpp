// case: disconnected_explicitly
// what: strong slots are erased by handle in unbind(), which the controller always calls
// trap: slots capture self strongly and are stored in an object that self owns
// expect: no diagnostic at the default setting
#include <functional>
#include <list>
#include <memory>

class Bus {
public:
  using Slots = std::list<std::function<void(int)>>;
  Slots::iterator on(std::function<void(int)> f) { return slots_.insert(slots_.end(), std::move(f)); }
  void off(Slots::iterator it) { slots_.erase(it); }
  void send(int v) {
    for (auto &s : slots_)
      s(v);
  }

private:
  Slots slots_;
};
class Controller : public std::enable_shared_from_this<Controller> {
public:
  void bind() {
    slot_ = bus_->on([self = shared_from_this()](int v) { self->got += v; });
  }
  void unbind() { bus_->off(slot_); }
  Bus &bus() { return *bus_; }
  int got = 0;

private:
  std::shared_ptr<Bus> bus_ = std::make_shared<Bus>();
  Bus::Slots::iterator slot_;
};

#ifdef PROVE
int main() {
  auto c = std::make_shared<Controller>();
  std::weak_ptr<Controller> watch = c;
  c->bind();
  c->bus().send(4);
  c->unbind();
  if (c->got != 4)
    return 2;
  c.reset();
  return watch.expired() ? 0 : 1;
}
#endif
