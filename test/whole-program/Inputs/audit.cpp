#include "catalogue.h"

int main(int Argc, char **Argv) {
  int Sum = 0;
  for (int I = 1; I < Argc; ++I)
    Sum += catalogue().price(Argv[I]);
  return Sum;
}
