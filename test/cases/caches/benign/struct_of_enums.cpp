// evidence: none
// pattern: key is a struct / tuple of enums and bools; a range-checked integer
#include <map>
#include <string>
#include <tuple>
enum class Fmt { a8, rgb, rgba };
enum class Wrap { clamp, repeat };
struct Key { Fmt f; Wrap w; bool mip; bool operator<(const Key& o) const { return std::tie(f, w, mip) < std::tie(o.f, o.w, o.mip); } };
int make_sampler(const Key&);
int sampler(const Key& key) {
  static std::map<Key, int> samplers;
  auto it = samplers.find(key);
  if (it == samplers.end()) it = samplers.emplace(key, make_sampler(key)).first;
  return it->second;
}
int pipeline(Fmt f, Wrap w) {
  static std::map<std::tuple<Fmt, Wrap>, int> all;
  const auto key = std::make_tuple(f, w);
  auto it = all.find(key);
  if (it == all.end()) it = all.emplace(key, int(f) * 2 + int(w)).first;
  return it->second;
}
const std::string& month(int number) {
  static std::map<int, std::string> months;
  static const std::string bad;
  if (number < 1 || number > 12) return bad;
  auto it = months.find(number);
  if (it == months.end()) it = months.emplace(number, "month " + std::to_string(number)).first;
  return it->second;
}
