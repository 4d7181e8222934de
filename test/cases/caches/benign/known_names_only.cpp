// evidence: none
// pattern: keys are checked against a constant table before they are inserted
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
constexpr std::array<std::string_view, 4> kLocales{"de", "en", "fr", "it"};
struct Dict { std::string text; };
Dict load_dict(const std::string& locale);
class Dicts {
 public:
  const Dict* get(const std::string& locale) {
    if (std::find(kLocales.begin(), kLocales.end(), locale) == kLocales.end()) return nullptr;
    auto it = loaded_.find(locale);
    if (it == loaded_.end()) it = loaded_.emplace(locale, load_dict(locale)).first;
    return &it->second;
  }
  const Dict* unit(const std::string& u) {
    if (u != "mm" && u != "inch") return nullptr;
    auto& d = units_[u];
    if (d.text.empty()) d = load_dict(u);
    return &d;
  }
 private:
  std::unordered_map<std::string, Dict> loaded_, units_;
};
static Dicts dicts;
const Dict* dict(const std::string& l) { return l.empty() ? dicts.unit("mm") : dicts.get(l); }
