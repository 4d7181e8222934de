// evidence: none
// pattern: narrowed keys in memo shape: unsigned & mask, % of a constant, static_cast to uint8_t, min
#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>
double table(unsigned);
static constexpr unsigned kBuckets = 32;
double a(std::uint32_t hash) {
  static std::unordered_map<unsigned, double> memo;
  const unsigned key = hash % kBuckets;
  auto it = memo.find(key);
  if (it == memo.end()) it = memo.emplace(key, table(key)).first;
  return it->second;
}
double b(std::uint32_t hash) {
  static std::map<unsigned, double> memo;
  const unsigned key = std::min(hash, 255u);
  auto it = memo.find(key);
  if (it == memo.end()) it = memo.emplace(key, table(key)).first;
  return it->second;
}
double c(std::uint32_t hash) {
  static std::map<unsigned, double> memo;
  const auto key = static_cast<std::uint8_t>(hash >> 24);
  auto [it, fresh] = memo.try_emplace(key, 0.0);
  if (fresh) it->second = table(key);
  return it->second;
}
static unsigned bucket_of(std::uint32_t hash) { return hash & (kBuckets - 1); }
double d(std::uint32_t hash) {
  static std::map<unsigned, double> memo;
  const unsigned key = bucket_of(hash);
  auto it = memo.find(key);
  if (it == memo.end()) it = memo.emplace(key, table(key)).first;
  return it->second;
}
