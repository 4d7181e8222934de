// evidence: likely
// Eviction exists; the limit is the largest number.
#include <cstdint>
#include <deque>
#include <string>

class Log {
public:
  void add(const std::string &line) {
    lines_.push_back(line); // EXPECT: cache
    while (lines_.size() > limit_)
      lines_.pop_front();
  }

private:
#ifdef FIXED
  std::size_t limit_ = 1000;
#else
  std::size_t limit_ = SIZE_MAX;
#endif
  std::deque<std::string> lines_;
};

static Log &log() {
  static Log l;
  return l;
}

void note(const std::string &line) { log().add(line); }
