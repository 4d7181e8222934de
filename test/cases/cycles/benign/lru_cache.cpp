// case: lru_cache
// what: least recently used cache: a list of pairs with shared values and a map of iterators into it
// trap: list and map of the same entries in one class; values are shared with the callers
// expect: no diagnostic at the default setting
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

struct Image {
  std::string name;
};
class Images {
public:
  std::shared_ptr<Image> get(const std::string &name) {
    if (auto it = index_.find(name); it != index_.end()) {
      recent_.splice(recent_.begin(), recent_, it->second);
      return it->second->second;
    }
    recent_.emplace_front(name, std::make_shared<Image>(Image{name}));
    index_[name] = recent_.begin();
    if (recent_.size() > 2) {
      index_.erase(recent_.back().first);
      recent_.pop_back();
    }
    return recent_.front().second;
  }

private:
  using Recent = std::list<std::pair<std::string, std::shared_ptr<Image>>>;
  Recent recent_;
  std::unordered_map<std::string, Recent::iterator> index_;
};

#ifdef PROVE
int main() {
  Images images;
  std::weak_ptr<Image> watch = images.get("a");
  images.get("b"), images.get("a"), images.get("c"), images.get("d");
  return watch.expired() ? 0 : 1;
}
#endif
