// case: weak_values_in_map
// what: the factory interns objects by weak_ptr, the objects own their factory
// trap: map in the factory of handles to objects that own the factory
// expect: no diagnostic at the default setting
#include <map>
#include <memory>
#include <string>
#include <utility>

class Font;
class FontCache : public std::enable_shared_from_this<FontCache> {
public:
  std::shared_ptr<Font> get(const std::string &name);
  std::size_t live() const { return fonts_.size(); }

private:
  friend class Font;
  std::map<std::string, std::weak_ptr<Font>> fonts_;
};
class Font {
public:
  Font(std::string name, std::shared_ptr<FontCache> cache) : name_(std::move(name)), cache_(std::move(cache)) {}
  ~Font() { cache_->fonts_.erase(name_); }

private:
  std::string name_;
  std::shared_ptr<FontCache> cache_;
};
std::shared_ptr<Font> FontCache::get(const std::string &name) {
  auto &slot = fonts_[name];
  auto font = slot.lock();
  if (!font) {
    font = std::make_shared<Font>(name, shared_from_this());
    slot = font;
  }
  return font;
}

#ifdef PROVE
int main() {
  auto cache = std::make_shared<FontCache>();
  std::weak_ptr<FontCache> watch = cache;
  auto a = cache->get("serif");
  if (cache->get("serif") != a)
    return 2;
  a.reset();
  if (cache->live() != 0)
    return 3;
  auto b = cache->get("mono");
  cache.reset(), b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
