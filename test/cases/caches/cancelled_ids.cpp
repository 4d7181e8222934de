// pattern: timers with lazy cancellation: the id goes into a set that nobody empties
// evidence: likely
#include <cstdint>
#include <functional>
#include <queue>
#include <unordered_set>
#include <vector>

class Timers {
 public:
  using Id = std::uint64_t;
  Id after(std::int64_t when, std::function<void()> f) {
    heap_.push({when, ++last_, std::move(f)});
    return last_;
  }
  void cancel(Id id) { cancelled_.insert(id); }  // EXPECT-ANY: cache
  void run(std::int64_t now) {
    while (!heap_.empty() && heap_.top().when <= now) {
      auto entry = heap_.top();
      heap_.pop();
#ifdef FIXED
      if (cancelled_.erase(entry.id)) continue;
#else
      if (cancelled_.count(entry.id)) continue;
#endif
      entry.f();
    }
  }

 private:
  struct Entry {
    std::int64_t when;
    Id id;
    std::function<void()> f;
    bool operator<(const Entry& o) const { return when > o.when; }
  };
  Id last_ = 0;
  std::priority_queue<Entry> heap_;
  std::unordered_set<Id> cancelled_;  // EXPECT-ANY: cache
};

static Timers& timers() {
  static Timers* t = new Timers();
  return *t;
}
std::uint64_t schedule(std::int64_t when, std::function<void()> f) { return timers().after(when, std::move(f)); }
void unschedule(std::uint64_t id) { timers().cancel(id); }
void loop(std::int64_t now) { timers().run(now); }
