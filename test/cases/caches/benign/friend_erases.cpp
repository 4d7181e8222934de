// A friend prunes.
#include <string>
#include <unordered_map>

class Pruner;

class Cache {
public:
  int get(const std::string &key) {
    auto [it, fresh] = values_.try_emplace(key, 0);
    if (fresh)
      it->second = static_cast<int>(key.size());
    return it->second;
  }

private:
  friend class Pruner;
  std::unordered_map<std::string, int> values_;
};

class Pruner {
public:
  static void prune(Cache &c) { c.values_.clear(); }
};

static Cache cache;
int get(const std::string &key) { return cache.get(key); }
void tick() { Pruner::prune(cache); }
