// evidence: none
// pattern: slot map; freed slots are used again
#include <cstddef>
#include <optional>
#include <string>
#include <vector>
class SlotMap {
 public:
  std::size_t add(std::string s) {
    if (!free_.empty()) {
      const auto i = free_.back();
      free_.pop_back();
      slots_[i] = std::move(s);
      return i;
    }
    slots_.emplace_back(std::move(s));
    return slots_.size() - 1;
  }
  void remove(std::size_t i) { slots_[i].reset(); free_.push_back(i); }
 private:
  std::vector<std::optional<std::string>> slots_;
  std::vector<std::size_t> free_;
};
static SlotMap slots;
std::size_t add(const std::string& s) { return slots.add(s); }
void removed(std::size_t i) { slots.remove(i); }
