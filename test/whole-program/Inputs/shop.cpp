#include "catalogue.h"

void Catalogue::forget(const std::string &Article) { Prices.erase(Article); }

Catalogue &catalogue() {
  static Catalogue C;
  return C;
}

int main(int Argc, char **Argv) {
  for (int I = 1; I < Argc; ++I)
    catalogue().price(Argv[I]);
#ifdef CALLS
  catalogue().forget("all");
#endif
}
