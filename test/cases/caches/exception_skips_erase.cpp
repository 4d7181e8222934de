// pattern: in-progress set; an early continue skips the erase
// evidence: likely
#include <set>
#include <string>
#include <vector>

bool fetch(const std::string& url, std::string* body);
void index(const std::string& url, const std::string& body);

namespace {
class Crawler {
 public:
  void visit(const std::vector<std::string>& urls) {
    for (const auto& u : urls) {
      if (busy_.count(u)) continue;
      busy_.insert(u);  // EXPECT-ANY: cache
      std::string body;
      if (!fetch(u, &body)) {
#ifdef FIXED
        busy_.erase(u);
#endif
        continue;  // EXPECT-ANY: cache
      }
      index(u, body);
      busy_.erase(u);  // EXPECT-ANY: cache
    }
  }

 private:
  std::set<std::string> busy_;  // EXPECT-ANY: cache
};
Crawler crawler;
}  // namespace

void crawl(const std::vector<std::string>& urls) { crawler.visit(urls); }
