// pattern: limit member is INT_MAX and only a constructor without arguments exists
// evidence: likely
#include <climits>
#include <list>
#include <map>
#include <string>

class FontCache {
 public:
  int load(const std::string& face) {
    auto found = fonts_.find(face);
    if (found != fonts_.end()) return found->second;
    while (static_cast<int>(fonts_.size()) >= max_fonts_) {
      fonts_.erase(lru_.front());
      lru_.pop_front();
    }
    lru_.push_back(face);  // EXPECT-ANY: cache
    return fonts_[face] = int(face.size());  // EXPECT-ANY: cache
  }

 private:
#ifdef FIXED
  const int max_fonts_ = 32;
#else
  const int max_fonts_ = INT_MAX;  // EXPECT-ANY: cache
#endif
  std::list<std::string> lru_;  // EXPECT-ANY: cache
  std::map<std::string, int> fonts_;  // EXPECT-ANY: cache
};

static FontCache fonts;
int font(const std::string& face) { return fonts.load(face); }
