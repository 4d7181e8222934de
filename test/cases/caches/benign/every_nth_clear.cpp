// evidence: none
// pattern: every 10000th call empties the memo
#include <string>
#include <unordered_map>
int work(const std::string&);
int memo(const std::string& s) {
  static std::unordered_map<std::string, int> m;
  static unsigned calls = 0;
  if (++calls % 10000 == 0) m.clear();
  auto it = m.find(s);
  if (it == m.end()) it = m.emplace(s, work(s)).first;
  return it->second;
}
