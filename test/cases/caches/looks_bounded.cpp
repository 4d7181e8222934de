// evidence: certain
// What looks like a bound and is none: a budget of each call, a hash that is not
// narrowed, one literal that is left out, a table that grows as well.
#include <map>
#include <set>
#include <string>
#include <unordered_map>

int slow(const std::string &);

int retried(const std::string &host) {
  static std::unordered_map<std::string, int> answers;
  int left = 3;
  while (left-- > 0) {
    auto it = answers.find(host);
    if (it != answers.end())
      return it->second;
#ifndef FIXED
    answers.emplace(host, slow(host)); // EXPECT: cache
#endif
  }
  return 0;
}

static std::size_t key_of(const std::string &host) { return std::hash<std::string>()(host); }
int hashed(const std::string &host) {
  static std::unordered_map<std::size_t, int> answers;
  const std::size_t key = key_of(host);
  auto it = answers.find(key);
  if (it != answers.end())
    return it->second;
#ifdef FIXED
  return slow(host);
#else
  return answers[key] = slow(host); // EXPECT: cache
#endif
}

int but_one(const std::string &host) {
  static std::unordered_map<std::string, int> answers;
  if (host == "localhost")
    return 0;
  auto it = answers.find(host);
#ifdef FIXED
  return it != answers.end() ? it->second : 0;
#else
  if (it == answers.end())
    it = answers.emplace(host, slow(host)).first; // EXPECT: cache
  return it->second;
#endif
}

int either(const std::string &host, bool any) {
  static std::unordered_map<std::string, int> answers;
  if (host != "localhost" && !any)
    return 0;
  auto it = answers.find(host);
#ifdef FIXED
  return it != answers.end() ? it->second : 0;
#else
  if (it == answers.end())
    it = answers.emplace(host, slow(host)).first; // EXPECT: cache
  return it->second;
#endif
}

class Gauge {
public:
  void finished() { --running_; }
  int of(const std::string &host) {
    if (running_ == 0)
      return 0;
    auto it = answers_.find(host);
#ifdef FIXED
    return it != answers_.end() ? it->second : 0;
#else
    if (it == answers_.end())
      it = answers_.emplace(host, slow(host)).first; // EXPECT: cache
    return it->second;
#endif
  }

private:
  std::map<std::string, int> answers_;
  int running_ = 10;
};
static Gauge gauge;
int gauged(const std::string &host) { return gauge.of(host); }
void finished() { gauge.finished(); }

static std::set<std::string> hosts;
static std::unordered_map<std::string, int> per_host;
bool greet(const std::string &host) {
#ifdef FIXED
  return !host.empty();
#else
  return hosts.insert(host).second; // EXPECT: cache
#endif
}
int known(const std::string &host) {
  if (!hosts.count(host))
    return 0;
#ifdef FIXED
  return 1;
#else
  return ++per_host[host]; // EXPECT: cache
#endif
}
