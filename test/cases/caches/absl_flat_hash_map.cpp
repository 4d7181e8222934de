// pattern: absl::flat_hash_map stand-in in a leaky static reference
// evidence: certain
#include <cstddef>
#include <string>
#include <utility>

namespace absl {
template <class K, class V>
class flat_hash_map {
 public:
  using value_type = std::pair<const K, V>;
  struct iterator {
    value_type* p;
    value_type& operator*() const { return *p; }
    value_type* operator->() const { return p; }
    bool operator==(const iterator& o) const { return p == o.p; }
    bool operator!=(const iterator& o) const { return p != o.p; }
  };
  iterator find(const K& k);
  iterator begin();
  iterator end();
  bool contains(const K& k) const;
  template <class... A>
  std::pair<iterator, bool> try_emplace(const K& k, A&&... a);
  V& operator[](const K& k);
  std::size_t size() const;
  std::size_t erase(const K& k);
  void clear();
};
}  // namespace absl

struct Descriptor {
  std::string name;
  int fields = 0;
};
Descriptor* build_descriptor(const std::string& type_url);

const Descriptor* descriptor_for(const std::string& type_url) {
  static auto& cache = *new absl::flat_hash_map<std::string, Descriptor*>();  // EXPECT-ANY: cache
  auto it = cache.find(type_url);
  if (it != cache.end()) return it->second;
#ifdef FIXED
  if (cache.size() >= 1000) return build_descriptor(type_url);
#endif
  Descriptor* d = build_descriptor(type_url);
  cache[type_url] = d;  // EXPECT-ANY: cache
  return d;
}
