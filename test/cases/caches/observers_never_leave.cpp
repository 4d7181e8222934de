// pattern: objects subscribe a lambda in their constructor; there is no way to unsubscribe
// evidence: likely
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class ThemeNotifier {
 public:
  using Handler = std::function<void(const std::string&)>;
  static ThemeNotifier& self() {
    static ThemeNotifier n;
    return n;
  }
  void subscribe(const void* owner, Handler h) { handlers_.emplace_back(owner, std::move(h)); }  // EXPECT-ANY: cache
#ifdef FIXED
  void unsubscribe(const void* owner) {
    handlers_.erase(std::remove_if(handlers_.begin(), handlers_.end(), [owner](const auto& p) { return p.first == owner; }),
                    handlers_.end());
  }
#endif
  void changed(const std::string& theme) {
    for (auto& [who, h] : handlers_) h(theme);
  }

 private:
  ThemeNotifier() = default;
  std::vector<std::pair<const void*, Handler>> handlers_;  // EXPECT-ANY: cache
};

class Dialog {
 public:
  explicit Dialog(std::string title) : title_(std::move(title)) {
    ThemeNotifier::self().subscribe(this, [this](const std::string& t) { theme_ = t; });  // EXPECT-ANY: cache
  }
  ~Dialog() {
#ifdef FIXED
    ThemeNotifier::self().unsubscribe(this);
#endif
  }

 private:
  std::string title_, theme_;
};

void ask_user(const std::string& question) { Dialog d(question); }
