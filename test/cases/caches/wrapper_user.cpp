// evidence: certain
// The class template is a container; its user is the cache.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

template <typename K, typename V> class FlatMap {
public:
  const V *find(const K &k) const {
    auto it = std::find_if(rows_.begin(), rows_.end(),
                           [&](const auto &row) { return row.first == k; });
    return it == rows_.end() ? nullptr : &it->second;
  }
  void insert(const K &k, V v) { rows_.emplace_back(k, std::move(v)); }
  void clear() { rows_.clear(); }
  std::size_t size() const { return rows_.size(); }

private:
  std::vector<std::pair<K, V>> rows_;
};

int parse(const std::string &text);

int parsed(const std::string &text) {
  static FlatMap<std::string, int> results;
  if (const int *known = results.find(text))
    return *known;
#ifdef FIXED
  if (results.size() > 100)
    results.clear();
#endif
  int value = parse(text);
  results.insert(text, value); // EXPECT: cache
  return value;
}
