// pattern: operator[] as a lookup in a condition, via a private accessor of a static map
// evidence: likely
#include <map>
#include <string>

class Firewall {
 public:
  static bool allowed(const std::string& ip) {
#ifdef FIXED
    auto it = strikes().find(ip);
    return it == strikes().end() || it->second < 3;
#else
    if (strikes()[ip] >= 3) return false;  // EXPECT-ANY: cache
    return true;
#endif
  }
  static void load(const std::map<std::string, int>& from_disk) {
    strikes() = from_disk;
  }

 private:
  static std::map<std::string, int>& strikes() {
    static std::map<std::string, int> table;  // EXPECT-ANY: cache
    return table;
  }
};

bool accept_peer(const std::string& ip) { return Firewall::allowed(ip); }
