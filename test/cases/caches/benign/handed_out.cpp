// Whoever asks for the table may empty it.
#include <map>
#include <string>

std::map<std::string, int> &table() {
  static std::map<std::string, int> t;
  return t;
}

int lookup(const std::string &key) {
  auto it = table().find(key);
  if (it == table().end())
    it = table().emplace(key, static_cast<int>(key.size())).first;
  return it->second;
}
