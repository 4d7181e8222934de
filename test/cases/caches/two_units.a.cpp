// evidence: certain
// cross-tu: yes
// Only both units together show that forget() is never called.
#include "two_units.h"

int query(const std::string &article);

int Catalogue::price(const std::string &article) {
  auto it = prices_.find(article);
  if (it != prices_.end())
    return it->second;
  return prices_[article] = query(article); // EXPECT: cache
}
