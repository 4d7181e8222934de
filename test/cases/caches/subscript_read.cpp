// evidence: certain
// A look with operator[] adds an element for each address that ever asked.
#include <string>
#include <unordered_map>

static std::unordered_map<std::string, bool> banned;

void ban(const std::string &address) {
#ifndef FIXED
  banned[address] = true;
#endif
  (void)address;
}

bool may_connect(const std::string &address) {
#ifdef FIXED
  return banned.count(address) == 0;
#else
  if (banned[address]) // EXPECT: cache
    return false;
  return true;
#endif
}
