// evidence: none
// pattern: timer heap drained by the loop; cancelled ids erased when they fire
#include <cstdint>
#include <functional>
#include <map>
#include <unordered_set>
class Timers {
 public:
  std::uint64_t after(std::int64_t at, std::function<void()> f) {
    queue_.emplace(at, std::make_pair(++id_, std::move(f)));
    return id_;
  }
  void cancel(std::uint64_t id) { cancelled_.insert(id); }
  void run(std::int64_t now) {
    while (!queue_.empty() && queue_.begin()->first <= now) {
      auto node = queue_.extract(queue_.begin());
      if (cancelled_.erase(node.mapped().first)) continue;
      node.mapped().second();
    }
  }
 private:
  std::uint64_t id_ = 0;
  std::multimap<std::int64_t, std::pair<std::uint64_t, std::function<void()>>> queue_;
  std::unordered_set<std::uint64_t> cancelled_;
};
static Timers timers;
void later(std::int64_t at, std::function<void()> f) { timers.after(at, std::move(f)); }
void drop(std::uint64_t id) { timers.cancel(id); }
void loop(std::int64_t now) { timers.run(now); }
