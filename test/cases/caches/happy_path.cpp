// evidence: likely
// The entry is taken out at the end, and not when the fetch fails.
#include <set>
#include <string>

bool fetch(const std::string &url);
void store(const std::string &url);

static std::set<std::string> in_flight;

bool download(const std::string &url) {
  if (!in_flight.insert(url).second) // EXPECT: cache
    return false;
  if (!fetch(url)) {
#ifdef FIXED
    in_flight.erase(url);
#endif
    return false;
  }
  store(url);
  in_flight.erase(url);
  return true;
}
