// evidence: none
// pattern: a private helper makes room before the insertion; own counter instead of size()
#include <string>
#include <unordered_map>
int calc(const std::string&);
class Memo {
  void ensure_room() { if (++count_ > kMost) { memo_.clear(); count_ = 0; } }
  static constexpr int kMost = 500;
  int count_ = 0;
  std::unordered_map<std::string, int> memo_;
 public:
  int get(const std::string& key) {
    auto it = memo_.find(key);
    if (it != memo_.end()) return it->second;
    ensure_room();
    return memo_.emplace(key, calc(key)).first->second;
  }
};
static Memo memo;
int get(const std::string& key) { return memo.get(key); }
