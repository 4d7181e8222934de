// case: external_executor
// what: every step of the session posts [self] to an executor that the session only refers to
// trap: the executor is a field (a reference) and has a queue of functions
// expect: no diagnostic at the default setting
#include <deque>
#include <functional>
#include <memory>
#include <utility>

class Executor {
public:
  void post(std::function<void()> f) { queue_.push_back(std::move(f)); }
  void run() {
    while (!queue_.empty()) {
      auto f = std::move(queue_.front());
      queue_.pop_front();
      f();
    }
  }

private:
  std::deque<std::function<void()>> queue_;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(Executor &e, int &total) : executor_(e), total_(total) {}
  void read() {
    executor_.post([self = shared_from_this()] { self->write(); });
  }
  void write() {
    if (++total_ < 3)
      executor_.post(std::bind(&Session::read, shared_from_this()));
  }

private:
  Executor &executor_;
  int &total_;
};

#ifdef PROVE
int main() {
  Executor e;
  int total = 0;
  std::weak_ptr<Session> watch;
  {
    auto s = std::make_shared<Session>(e, total);
    watch = s;
    s->read();
  }
  e.run();
  return watch.expired() && total == 3 ? 0 : 1;
}
#endif
