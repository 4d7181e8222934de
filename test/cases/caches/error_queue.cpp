// pattern: queue that is filled and only looked at; the pop was lost
// evidence: likely
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

struct Failure {
  int code;
  std::string text;
};
void upload(const Failure& f);

class CrashReporter {
 public:
  CrashReporter(const CrashReporter&) = delete;
  static std::shared_ptr<CrashReporter> shared() {
    static std::shared_ptr<CrashReporter> only(new CrashReporter());
    return only;
  }
  void failed(int code, std::string text) {
    std::unique_lock<std::mutex> lk(lock_);
    backlog_.push_back(Failure{code, std::move(text)});  // EXPECT-ANY: cache
  }
  void flush() {
    std::unique_lock<std::mutex> lk(lock_);
    for (; sent_ != backlog_.size();) {
      auto it = backlog_.begin();
      std::advance(it, sent_);
      upload(*it);
      ++sent_;
    }
#ifdef FIXED
    backlog_.clear();
    sent_ = 0;
#endif
  }

 private:
  CrashReporter() = default;
  std::mutex lock_;
  std::list<Failure> backlog_;  // EXPECT-ANY: cache
  std::size_t sent_ = 0;
};

void report(int code, const std::string& where) { CrashReporter::shared()->failed(code, "in " + where); }
void timer_tick() { CrashReporter::shared()->flush(); }
