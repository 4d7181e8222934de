// Keys of which there are few: made by a function that only returns such, checked
// against what is written down, in a range.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
int slow(const std::string &);

// 5 keys narrowed by a function
static std::size_t slotOf(const std::string &k) { return std::hash<std::string>()(k) % 64; }
static std::unordered_map<std::size_t, int> slots5;
int f5(const std::string &k) {
  auto s = slotOf(k);
  auto it = slots5.find(s);
  if (it != slots5.end()) return it->second;
  return slots5[s] = slow(k);
}
static std::uint32_t low(std::uint32_t x) { return x & 15; }
int f6(std::uint32_t id) {
  static std::map<std::uint32_t, int> m;
  auto [it, fresh] = m.try_emplace(low(id));
  if (fresh) it->second = slow("");
  return it->second;
}
int f7(std::uint32_t id) {
  static std::map<std::uint32_t, int> m;
  const auto key = std::min<std::uint32_t>(id, 100);
  auto [it, fresh] = m.try_emplace(key);
  if (fresh) it->second = slow("");
  return it->second;
}
int f8(std::int64_t id) {
  static std::map<std::int64_t, int> m;
  id = std::clamp<std::int64_t>(id, 0, 9);
  auto [it, fresh] = m.try_emplace(id);
  if (fresh) it->second = slow("");
  return it->second;
}
static std::string bucket9(int amount) {
  if (amount < 10) return "small";
  if (amount < 100) return "medium";
  return "large";
}
int f9(int amount) {
  static std::map<std::string, int> m;
  auto [it, fresh] = m.try_emplace(bucket9(amount));
  if (fresh) it->second = slow("");
  return it->second;
}
const char *kind10(int amount) {
  switch (amount) { case 1: return "a"; case 2: return "b"; default: return "?"; }
}
static std::map<std::string, int> hits10;
void f10(int amount) { hits10[kind10(amount)]++; }
// 11 keys checked
static const std::set<std::string> known11 = {"a", "b"};
static std::map<std::string, int> hits11;
void f11(const std::string &k) {
  if (!known11.count(k)) return;
  hits11[k]++;
}
void f12(const std::string &k) {
  static std::unordered_map<std::string, int> m;
  if (k != "x" && k != "y") return;
  auto it = m.find(k);
  if (it == m.end()) m.emplace(k, slow(k));
}
static constexpr std::string_view names13[] = {"a", "b", "c"};
int f13(const std::string &k) {
  static std::unordered_map<std::string, int> m;
  if (std::find(std::begin(names13), std::end(names13), k) == std::end(names13)) return 0;
  auto it = m.find(k);
  if (it == m.end()) it = m.emplace(k, slow(k)).first;
  return it->second;
}
static constexpr std::array<std::string_view, 3> names14 = {"a", "b", "c"};
int f14(const std::string &k) {
  static std::unordered_map<std::string, int> m;
  auto f = std::find(names14.begin(), names14.end(), k);
  if (f == names14.end()) return 0;
  auto it = m.find(k);
  if (it == m.end()) it = m.emplace(k, slow(k)).first;
  return it->second;
}
static const std::map<std::string, int> table15 = {{"a", 1}};
int f15(const std::string &k) {
  static std::unordered_map<std::string, int> m;
  auto t = table15.find(k);
  if (t == table15.end()) return -1;
  auto it = m.find(k);
  if (it == m.end()) it = m.emplace(k, slow(k) + t->second).first;
  return it->second;
}
// 19: switch of literals
static std::map<int, int> m19;
int f19(int code) {
  switch (code) {
  case 1: case 2: case 3: break;
  default: return 0;
  }
  auto it = m19.find(code);
  if (it == m19.end()) it = m19.emplace(code, slow("")).first;
  return it->second;
}
// 20: range check
static std::map<int, int> m20;
int f20(int code) {
  if (code < 0 || code >= 128) return 0;
  auto it = m20.find(code);
  if (it == m20.end()) it = m20.emplace(code, slow("")).first;
  return it->second;
}
int f21(unsigned long id) {
  static std::map<unsigned long, int> m;
  if (id > 255) return slow("");
  auto it = m.find(id);
  if (it == m.end()) it = m.emplace(id, slow("")).first;
  return it->second;
}
