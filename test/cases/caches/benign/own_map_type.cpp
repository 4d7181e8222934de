// evidence: none
// pattern: constant and other tables of the project's own map type, filled by its constructor
#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace own {
template <class K, class V>
class flat_map_base {
public:
  using value_type = std::pair<K, V>;
  const V *find(const K &key) const {
    for (const value_type &e : items_)
      if (e.first == key)
        return &e.second;
    return nullptr;
  }

protected:
  bool insert_single(const value_type &x) {
    if (find(x.first))
      return false;
    items_.push_back(x);
    return true;
  }
  std::vector<value_type> items_;
};

template <class K, class V>
class flat_map : public flat_map_base<K, V> {
public:
  using value_type = std::pair<K, V>;
  flat_map() = default;
  flat_map(std::initializer_list<value_type> list) {
    for (const value_type &x : list)
      insert(x);
  }
  bool insert(const value_type &x) { return this->insert_single(x); }
};
} // namespace own

std::string escape(char c) {
  static const own::flat_map<char, const char *> entities = {{'<', "lt"}, {'>', "gt"}};
  const char *const *name = entities.find(c);
  return name ? std::string("&") + *name + ";" : std::string(1, c);
}

std::string colour(const std::string &level) {
  static own::flat_map<std::string, std::string> colours = {{"error", "red"}, {"note", "grey"}};
  const std::string *found = colours.find(level);
  return found ? *found : "black";
}
