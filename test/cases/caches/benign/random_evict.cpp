// evidence: none
// pattern: random eviction when load is high; limit from a function; guarded by std::min
#include <cstdlib>
#include <iterator>
#include <string>
#include <unordered_map>
static std::size_t most() { return 4096; }
int calc(const std::string&);
int get(const std::string& key) {
  static std::unordered_map<std::string, int> cache;
  if (auto it = cache.find(key); it != cache.end()) return it->second;
  const bool full = cache.size() >= most();
  if (full) cache.erase(std::next(cache.begin(), std::rand() % 16));
  return cache.emplace(key, calc(key)).first->second;
}
bool once(const std::string& text) {
  static std::unordered_map<std::string, bool> told;
  const auto n = told.size();
  if (n > 1000) return false;
  return told.emplace(text, true).second;
}
