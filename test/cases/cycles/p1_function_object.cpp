// case: p1_function_object
// pattern: P1 (function object with an owning field, converted to std::function)
// evidence: proved
// cross-tu: no
// what: there is no lambda: struct Logger keeps shared_ptr<Job> and is stored in that job's list of hooks
// fix: the function object keeps weak_ptr
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Job {
public:
  void addHook(std::function<void(int)> hook) { hooks_.push_back(std::move(hook)); }
  void progress(int percent) {
    for (auto &hook : hooks_)
      hook(percent);
  }
  std::string log;

private:
  std::vector<std::function<void(int)>> hooks_;
};

struct Logger {
#ifndef FIXED
  std::shared_ptr<Job> job;
  void operator()(int percent) const { job->log += std::to_string(percent) + "%\n"; }
#else
  std::weak_ptr<Job> job;
  void operator()(int percent) const {
    if (auto j = job.lock())
      j->log += std::to_string(percent) + "%\n";
  }
#endif
};

std::shared_ptr<Job> loggedJob() {
  auto job = std::make_shared<Job>();
  job->addHook(Logger{job}); // EXPECT: cycle
  return job;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Job> watch;
  {
    auto job = loggedJob();
    watch = job;
    job->progress(50);
    if (job->log != "50%\n")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
