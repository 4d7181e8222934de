#include "catalogue.h"

int Catalogue::price(const std::string &Article) {
#ifdef TRIMS
  if (Prices.size() > 100)
    forget(Article);
#endif
  return Prices.try_emplace(Article, 0).first->second;
}
