// evidence: none
// pattern: vector grows to a capacity, afterwards slots are overwritten
#include <cstddef>
#include <string>
#include <vector>
class Recent {
 public:
  void add(std::string s) {
    if (ring_.size() < kCap) {
      ring_.push_back(std::move(s));
    } else {
      ring_[head_] = std::move(s);
      head_ = (head_ + 1) % kCap;
    }
  }
  std::string last() const { return ring_.empty() ? "" : ring_[(head_ + ring_.size() - 1) % ring_.size()]; }
 private:
  enum { kCap = 64 };
  std::vector<std::string> ring_;
  std::size_t head_ = 0;
};
static Recent recent;
void opened(const std::string& f) { recent.add(f); }
