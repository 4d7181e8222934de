// evidence: none
// pattern: deque trimmed by a helper template that takes it by reference
#include <cstddef>
#include <deque>
#include <string>
template <class C> void keep_last(C& c, std::size_t n) { while (c.size() > n) c.pop_front(); }
class Chat {
 public:
  void say(const std::string& s) {
    lines_.push_back(s);
    keep_last(lines_, 200);
  }
  std::size_t n() const { return lines_.size(); }
 private:
  std::deque<std::string> lines_;
};
Chat& chat() { static Chat c; return c; }
std::size_t talk(const std::string& s) { chat().say(s); return chat().n(); }
