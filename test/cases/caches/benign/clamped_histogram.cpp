// evidence: none
// pattern: keys clamped
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <string>
class Hist {
 public:
  void add(double v) { ++n_[std::clamp(int(std::log2(v + 1)), 0, 40)]; }
  void err(int code) { auto c = std::min(std::max(code, 0), 599) / 100; ++codes_[c]; }
 private:
  std::map<int, long> n_;
  std::unordered_map<int, long> codes_;
};
static Hist hist;
void measured(double v, int code) { hist.add(v); hist.err(code); }
