// Entries older than a minute go with the next request.
#include <chrono>
#include <map>
#include <string>

using Clock = std::chrono::steady_clock;

class RateLimiter {
public:
  bool allow(const std::string &client) {
    const auto now = Clock::now();
    prune(now);
    auto [it, fresh] = last_.try_emplace(client, now);
    return fresh;
  }

private:
  void prune(Clock::time_point now) {
    for (auto it = last_.begin(); it != last_.end();)
      if (now - it->second > std::chrono::minutes(1))
        it = last_.erase(it);
      else
        ++it;
  }
  std::map<std::string, Clock::time_point> last_;
};

static RateLimiter limiter;
bool allow(const std::string &client) { return limiter.allow(client); }
