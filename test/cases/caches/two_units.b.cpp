#include "two_units.h"

void Catalogue::forget(const std::string &article) { prices_.erase(article); }

Catalogue &catalogue() {
  static Catalogue c;
  return c;
}

int main(int argc, char **argv) {
  int sum = 0;
  for (int i = 1; i < argc; ++i)
    sum += catalogue().price(argv[i]);
#ifdef FIXED
  for (int i = 1; i < argc; ++i)
    catalogue().forget(argv[i]);
#endif
  return sum;
}
