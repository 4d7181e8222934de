// evidence: none
// pattern: counters by name; the private function is only called with literals
#include <map>
#include <string>
class Metrics {
 public:
  void hit() { bump("hit"); }
  void miss() { bump("miss"); }
  void request(bool ok) { bump(ok ? "ok" : "failed"); }
 private:
  void bump(const std::string& name) { ++counters_[name]; }
  std::map<std::string, long> counters_;
};
static Metrics metrics;
void hit() { metrics.hit(); }
void served(bool ok) { metrics.request(ok); metrics.miss(); }
