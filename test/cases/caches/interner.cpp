// pattern: string interning; pointers into a static set are handed out for ever
// evidence: likely
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

class Symbol {
 public:
#ifdef FIXED
  explicit Symbol(std::string_view text) : own_(text) {}
  std::string_view text() const { return own_; }

 private:
  std::string own_;
#else
  explicit Symbol(std::string_view text) : p_(intern(text)) {}
  std::string_view text() const { return *p_; }

 private:
  static const std::string* intern(std::string_view text) {
    static std::mutex m;
    static std::unordered_set<std::string> pool;  // EXPECT-ANY: cache
    std::lock_guard<std::mutex> g(m);
    return &*pool.emplace(text).first;  // EXPECT-ANY: cache
  }
  const std::string* p_;
#endif
};

std::size_t label_length(const std::string& json_key) { return Symbol(json_key).text().size(); }
