// At most 64 keys.
#include <cstdint>
#include <unordered_map>

int compute(std::uint64_t bucket);

int bucket_value(std::uint64_t hash) {
  static std::unordered_map<std::uint64_t, int> values;
  const std::uint64_t bucket = hash % 64;
  auto it = values.find(bucket);
  if (it != values.end())
    return it->second;
  return values[bucket] = compute(bucket);
}
