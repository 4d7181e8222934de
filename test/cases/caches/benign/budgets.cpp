// What may be added is counted down, in the form of a field, a static variable or
// a global.
#include <atomic>
#include <set>
#include <string>
#include <unordered_map>
int slow(const std::string &);

// 1 countdown
class Budget1 {
  std::unordered_map<std::string, int> memo_;
  int left_ = 100;
public:
  int get(const std::string &k) {
    auto it = memo_.find(k);
    if (it != memo_.end()) return it->second;
    int v = slow(k);
    if (left_-- > 0) memo_[k] = v;
    return v;
  }
};
static Budget1 b1;
int f1(const std::string &k) { return b1.get(k); }
// 2
int f2(const std::string &k) {
  static std::unordered_map<std::string, int> memo;
  static int left = 100;
  auto it = memo.find(k);
  if (it != memo.end()) return it->second;
  int v = slow(k);
  if (left > 0) { --left; memo.emplace(k, v); }
  return v;
}
// 3
static unsigned room3 = 64;
static std::set<std::string> warned3;
void f3(const std::string &k) {
  if (warned3.count(k)) return;
  if (!room3) return;
  room3 -= 1;
  warned3.insert(k);
}
// 4 if (--left < 0) return
static int left4 = 64;
static std::set<std::string> seen4;
bool f4(const std::string &k) {
  if (seen4.count(k)) return false;
  if (--left4 < 0) return false;
  seen4.insert(k);
  return true;
}
// 5 atomic
static std::atomic<int> left5{16};
static std::set<std::string> seen5;
bool f5(const std::string &k) {
  if (seen5.count(k) || left5.fetch_sub(1) <= 0)
    return false;
  return seen5.insert(k).second;
}
// 6 counted up
static std::atomic<unsigned> kept6;
bool f6(const std::string &k) {
  static std::set<std::string> seen;
  if (seen.count(k))
    return false;
  if (++kept6 > 100)
    return false;
  seen.insert(k);
  return true;
}
