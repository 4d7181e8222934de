// What drop() does is in another translation unit.
#include <string>
#include <unordered_map>

class Store {
public:
  int get(const std::string &key) {
    auto it = values_.find(key);
    if (it != values_.end())
      return it->second;
    return values_[key] = static_cast<int>(key.size());
  }
  void drop();

private:
  std::unordered_map<std::string, int> values_;
};

Store &store() {
  static Store s;
  return s;
}
int use(const std::string &key) { return store().get(key); }
