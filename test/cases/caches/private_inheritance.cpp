// pattern: class that derives privately from std::map and memoises
// evidence: certain
#include <map>
#include <string>

int measure(const std::string& font, const std::string& text);

namespace {
class WidthTable : private std::map<std::string, int> {  // EXPECT-ANY: cache
 public:
  int width(const std::string& text) {
    auto it = find(text);
    if (it != end()) return it->second;
#ifdef FIXED
    if (size() > 500) clear();
#endif
    return emplace(text, measure("sans", text)).first->second;  // EXPECT-ANY: cache
  }
};
WidthTable widths;  // EXPECT-ANY: cache
}  // namespace

int text_width(const std::string& text) { return widths.width(text); }
