// evidence: none
// pattern: entries with an expiry; a timer sweeps
#include <chrono>
#include <string>
#include <unordered_map>
using Clock = std::chrono::steady_clock;
class Tokens {
 public:
  void issue(const std::string& t) { valid_[t] = Clock::now() + std::chrono::minutes(10); }
  bool ok(const std::string& t) const { auto it = valid_.find(t); return it != valid_.end() && it->second > Clock::now(); }
  void sweep() {
    const auto now = Clock::now();
    for (auto it = valid_.begin(); it != valid_.end();)
      if (it->second <= now) it = valid_.erase(it);
      else ++it;
  }
 private:
  std::unordered_map<std::string, Clock::time_point> valid_;
};
static Tokens tokens;
void issue(const std::string& t) { tokens.issue(t); }
void every_minute() { tokens.sweep(); }
