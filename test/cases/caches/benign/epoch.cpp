// evidence: none
// pattern: memo thrown away when the generation number of the data changes, in the inserting function
#include <map>
#include <string>
extern unsigned data_generation();
std::string render(const std::string&);
const std::string& rendered(const std::string& page) {
  static std::map<std::string, std::string> pages;
  static unsigned of = 0;
  if (of != data_generation()) { pages.clear(); of = data_generation(); }
  auto it = pages.find(page);
  if (it == pages.end()) it = pages.emplace(page, render(page)).first;
  return it->second;
}
