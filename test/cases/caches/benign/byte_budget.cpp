// evidence: none
// pattern: eviction by bytes
#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>
class Blobs {
 public:
  const std::string& get(const std::string& key) {
    auto it = blobs_.find(key);
    if (it == blobs_.end()) {
      std::string b(key.size() * 1000, 'x');
      used_ += b.size();
      fifo_.push_back(key);
      it = blobs_.emplace(key, std::move(b)).first;
    }
    return it->second;
  }
  void shrink() {
    while (used_ > (64u << 20) && !fifo_.empty()) {
      auto it = blobs_.find(fifo_.front());
      used_ -= it->second.size();
      blobs_.erase(it);
      fifo_.pop_front();
    }
  }
 private:
  std::size_t used_ = 0;
  std::deque<std::string> fifo_;
  std::unordered_map<std::string, std::string> blobs_;
};
static Blobs blobs;
std::size_t blob(const std::string& k) { std::size_t n = blobs.get(k).size(); blobs.shrink(); return n; }
