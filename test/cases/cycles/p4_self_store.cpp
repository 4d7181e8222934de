// case: p4_self_store
// pattern: P4 (an object stores its own handle and forgets to drop it)
// evidence: proved
// cross-tu: no
// what: run() keeps self_ alive while the job runs; nothing ever resets it
// fix: finish() resets self_
#include <memory>

class Job : public std::enable_shared_from_this<Job> {
public:
  void run() {
    self_ = shared_from_this(); // EXPECT-ANY: cycle
    running_ = true;
  }
  void finish() {
    running_ = false;
#ifdef FIXED
    self_.reset();
#endif
  }
  bool running() const { return running_; }

private:
  bool running_ = false;
  std::shared_ptr<Job> self_; // EXPECT-ANY: cycle
};

#ifdef PROVE
int main() {
  std::weak_ptr<Job> watch;
  {
    auto job = std::make_shared<Job>();
    watch = job;
    job->run();
  }
  if (watch.expired() || !watch.lock()->running())
    return 2;
  watch.lock()->finish();
  return watch.expired() ? 0 : 1;
}
#endif
