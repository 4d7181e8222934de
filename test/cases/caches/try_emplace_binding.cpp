// evidence: certain
// try_emplace and a structured binding, in a member of a singleton.
#include <string>
#include <unordered_map>

class Names {
public:
  static Names &instance() {
    static Names names;
    return names;
  }
  int id(const std::string &name) {
#ifdef FIXED
    if (ids_.size() == 4096)
      ids_.clear();
#endif
    auto [it, fresh] = ids_.try_emplace(name, next_); // EXPECT: cache
    if (fresh)
      ++next_;
    return it->second;
  }

private:
  std::unordered_map<std::string, int> ids_;
  int next_ = 0;
};

int intern(const std::string &name) { return Names::instance().id(name); }
