// case: weak_function_object
// what: a function object with a weak field, and one with a strong field to something else, in an own hook list
// trap: the twin of p1_function_object
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <vector>

class Job {
public:
  void addHook(std::function<void(int)> h) { hooks_.push_back(std::move(h)); }
  void progress(int p) {
    for (auto &h : hooks_)
      h(p);
  }
  int last = 0;

private:
  std::vector<std::function<void(int)>> hooks_;
};
struct Remember {
  std::weak_ptr<Job> job;
  void operator()(int p) const {
    if (auto j = job.lock())
      j->last = p;
  }
};
struct Forward {
  std::shared_ptr<Job> next;
  void operator()(int p) const { next->progress(p); }
};

std::shared_ptr<Job> twoJobs() {
  auto outer = std::make_shared<Job>(), inner = std::make_shared<Job>();
  inner->addHook(Remember{inner});
  outer->addHook(Remember{outer});
  outer->addHook(Forward{inner});
  return outer;
}

#ifdef PROVE
int main() {
  auto j = twoJobs();
  std::weak_ptr<Job> watch = j;
  j->progress(5);
  if (j->last != 5)
    return 2;
  j.reset();
  return watch.expired() ? 0 : 1;
}
#endif
