// evidence: none
// pattern: batch sent and cleared when full or when the timer fires
#include <string>
#include <utility>
#include <vector>
void send(std::vector<std::string> batch);
class Batcher {
 public:
  void add(std::string s) {
    bytes_ += s.size();
    batch_.push_back(std::move(s));
    if (bytes_ > 64 * 1024) flush();
  }
  void flush() {
    std::vector<std::string> out;
    out.swap(batch_);
    bytes_ = 0;
    if (!out.empty()) send(std::move(out));
  }
 private:
  std::size_t bytes_ = 0;
  std::vector<std::string> batch_;
};
static Batcher batcher;
void metric(const std::string& s) { batcher.add(s); }
void tick() { batcher.flush(); }
