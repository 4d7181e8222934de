// case: p1_pending_queue
// pattern: P1 (deferred work in an own queue that is never drained on shutdown)
// evidence: likely
// cross-tu: no
// what: write() queues a self-owning continuation until the peer is ready; a peer that never gets ready leaves it there
// fix: abort() clears the queue
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

class Peer : public std::enable_shared_from_this<Peer> {
public:
  void write(std::string text) {
    if (ready_) {
      out_ += text;
      return;
    }
    pending_.push_back([self = shared_from_this(), text = std::move(text)] { self->out_ += text; }); // EXPECT-ANY: cycle
  }
  void ready() {
    ready_ = true;
    for (; !pending_.empty(); pending_.pop_front())
      pending_.front()();
  }
  void abort() {
    ready_ = false;
#ifdef FIXED
    pending_.clear();
#endif
  }
  const std::string &out() const { return out_; }

private:
  bool ready_ = false;
  std::string out_;
  std::deque<std::function<void()>> pending_; // EXPECT-ANY: cycle
};

#ifdef PROVE
int main() {
  std::weak_ptr<Peer> a, b;
  {
    auto good = std::make_shared<Peer>(), bad = std::make_shared<Peer>();
    a = good, b = bad;
    good->write("x");
    good->ready();
    bad->write("y");
    bad->abort();
    if (good->out() != "x")
      return 2;
  }
  if (!a.expired())
    return 3;
  return b.expired() ? 0 : 1;
}
#endif
