// pattern: entries have an expiry time that is only tested at the lookup; expired ones of other keys stay
// evidence: certain
#include <chrono>
#include <string>
#include <unordered_map>

using Clock = std::chrono::steady_clock;
std::string whois(const std::string& domain);

class WhoisCache {
 public:
  static WhoisCache& instance() {
    static WhoisCache c;
    return c;
  }
  std::string get(const std::string& domain) {
    const auto now = Clock::now();
    auto it = cache_.find(domain);
    if (it != cache_.end() && it->second.expires > now) return it->second.text;
#ifdef FIXED
    for (auto e = cache_.begin(); e != cache_.end();) e = e->second.expires <= now ? cache_.erase(e) : std::next(e);
#endif
    Entry fresh{whois(domain), now + std::chrono::minutes(5)};
    cache_[domain] = fresh;  // EXPECT-ANY: cache
    return fresh.text;
  }

 private:
  struct Entry {
    std::string text;
    Clock::time_point expires;
  };
  std::unordered_map<std::string, Entry> cache_;  // EXPECT-ANY: cache
};

std::string owner(const std::string& d) { return WhoisCache::instance().get(d); }
