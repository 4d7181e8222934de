// evidence: none
// pattern: keys come from a switch of literals
#include <map>
#include <string>
static std::string family(int code) {
  switch (code / 100) {
    case 2: return "ok";
    case 3: return "redirect";
    case 4: return "client";
    default: return "server";
  }
}
void count(int code) {
  static std::map<std::string, long> n;
  ++n[family(code)];
}
static const char* severity(int level) {
  if (level < 3) return "low";
  return level < 6 ? "mid" : "high";
}
static std::map<std::string, std::string> last;
void note(int level, const std::string& text) {
  const std::string key = severity(level);
  last[key] = text;
}
