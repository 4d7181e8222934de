// evidence: certain
// The map is behind an accessor of internal linkage; another function grows it.
#include <string>
#include <unordered_map>

struct Font {
  int handle = 0;
};
Font load(const std::string &face);

static std::unordered_map<std::string, Font> &fonts() {
  static std::unordered_map<std::string, Font> table;
  return table;
}

Font font_for(const std::string &text) {
  auto &known = fonts();
  auto it = known.find(text);
  if (it == known.end()) {
#ifdef FIXED
    if (known.size() > 32)
      known.clear();
#endif
    it = known.emplace(text, load(text)).first; // EXPECT: cache
  }
  return it->second;
}
