// evidence: certain
// A static pointer to a map that is never destroyed, on purpose; its growth is
// not on purpose. The key is built from a parameter.
#include <string>
#include <unordered_map>

std::string resolve(const std::string &host);

std::string address(const std::string &host, int port) {
  static auto *known = new std::unordered_map<std::string, std::string>();
  const std::string key = host + ":" + std::to_string(port);
  if (auto it = known->find(key); it != known->end())
    return it->second;
#ifdef FIXED
  if (known->size() >= 256)
    known->clear();
#endif
  std::string found = resolve(key);
  known->emplace(key, found); // EXPECT: cache
  return found;
}
