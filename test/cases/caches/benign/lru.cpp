// evidence: none
// pattern: LRU of list + map, evicts from the back
#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
class Thumbs {
 public:
  const std::string& get(const std::string& file) {
    if (auto it = index_.find(file); it != index_.end()) {
      lru_.splice(lru_.begin(), lru_, it->second);
      return lru_.front().second;
    }
    lru_.emplace_front(file, "thumb of " + file);
    index_.emplace(file, lru_.begin());
    if (lru_.size() > kMax) drop_last();
    return lru_.front().second;
  }
 private:
  void drop_last() {
    index_.erase(lru_.back().first);
    lru_.pop_back();
  }
  static constexpr std::size_t kMax = 100;
  std::list<std::pair<std::string, std::string>> lru_;
  std::unordered_map<std::string, std::list<std::pair<std::string, std::string>>::iterator> index_;
};
static Thumbs thumbs;
std::size_t thumb(const std::string& f) { return thumbs.get(f).size(); }
