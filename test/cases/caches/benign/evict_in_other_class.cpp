// evidence: none
// pattern: a janitor object that is called by time erases through the owner's method
#include <ctime>
#include <map>
#include <string>
class Sessions {
 public:
  void touch(const std::string& id) { last_[id] = std::time(nullptr); }
  template <class Pred> void remove_if(Pred p) {
    for (auto it = last_.begin(); it != last_.end();) it = p(it->second) ? last_.erase(it) : std::next(it);
  }
 private:
  std::map<std::string, std::time_t> last_;
};
static Sessions sessions;
class Janitor {
 public:
  void poll(std::time_t now) {
    if (now - prev_ < 60) return;
    prev_ = now;
    sessions.remove_if([now](std::time_t t) { return now - t > 3600; });
  }
 private:
  std::time_t prev_ = 0;
};
static Janitor janitor;
void request(const std::string& id) { sessions.touch(id); janitor.poll(std::time(nullptr)); }
