// evidence: none
// pattern: direct-mapped cache in a vector sized once
#include <string>
#include <vector>
#include <functional>
int calc(const std::string&);
int get(const std::string& key) {
  struct E { std::string key; int v = 0; };
  static std::vector<E> cache(256);
  E& e = cache[std::hash<std::string>{}(key) % cache.size()];
  if (e.key != key) e = E{key, calc(key)};
  return e.v;
}
