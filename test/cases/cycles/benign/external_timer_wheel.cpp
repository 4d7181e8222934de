// case: external_timer_wheel
// what: the object owns a ticket of a timer service, the service holds the [self] callback and drops it when it fired or was cancelled
// trap: shared_ptr to the service in the object; the callback goes to a member call on that service
// expect: no diagnostic at the default setting
#include <functional>
#include <map>
#include <memory>
#include <utility>

class Wheel {
public:
  int after(int ticks, std::function<void()> f) {
    due_.emplace(now_ + ticks, std::make_pair(++last_, std::move(f)));
    return last_;
  }
  void cancel(int id) {
    for (auto it = due_.begin(); it != due_.end(); ++it)
      if (it->second.first == id) {
        due_.erase(it);
        return;
      }
  }
  void tick() {
    ++now_;
    while (!due_.empty() && due_.begin()->first <= now_) {
      auto f = std::move(due_.begin()->second.second);
      due_.erase(due_.begin());
      f();
    }
  }

private:
  int now_ = 0, last_ = 0;
  std::multimap<int, std::pair<int, std::function<void()>>> due_;
};

class Call : public std::enable_shared_from_this<Call> {
public:
  explicit Call(Wheel *w) : wheel_(w) {}
  void start() {
    ticket_ = wheel_->after(2, [self = shared_from_this()] { self->late_ = true; });
  }
  void answered() { wheel_->cancel(ticket_); }
  bool late() const { return late_; }

private:
  Wheel *wheel_;
  int ticket_ = 0;
  bool late_ = false;
};

#ifdef PROVE
int main() {
  Wheel w;
  auto a = std::make_shared<Call>(&w), b = std::make_shared<Call>(&w);
  std::weak_ptr<Call> wa = a, wb = b;
  a->start(), b->start();
  b->answered();
  w.tick(), w.tick();
  if (!a->late() || b->late())
    return 2;
  a.reset(), b.reset();
  return wa.expired() && wb.expired() ? 0 : 1;
}
#endif
