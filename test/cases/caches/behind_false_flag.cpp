// pattern: trimming exists, behind a flag that is a false constant
// evidence: likely
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#ifdef FIXED
constexpr bool kTrimGlyphs = true;
#else
constexpr bool kTrimGlyphs = false;
#endif

struct GlyphKey {
  std::string font;
  float size;
  char32_t code;
  bool operator<(const GlyphKey& o) const {
    return std::tie(font, size, code) < std::tie(o.font, o.size, o.code);
  }
};
struct Glyph {
  std::vector<unsigned char> pixels;
};
Glyph rasterise(const GlyphKey& k);

class GlyphCache {
 public:
  const Glyph& glyph(const GlyphKey& key) {
    if (kTrimGlyphs) {
      if (glyphs_.size() > 4096) glyphs_.clear();
    }
    auto it = glyphs_.lower_bound(key);
    if (it == glyphs_.end() || key < it->first) it = glyphs_.emplace_hint(it, key, rasterise(key));  // EXPECT-ANY: cache
    return it->second;
  }

 private:
  std::map<GlyphKey, Glyph> glyphs_;  // EXPECT-ANY: cache
};

static GlyphCache& glyphs() {
  static GlyphCache c;
  return c;
}

std::size_t draw(const std::string& font, float size, const std::u32string& text) {
  std::size_t bytes = 0;
  for (char32_t c : text) bytes += glyphs().glyph({font, size, c}).pixels.size();
  return bytes;
}
