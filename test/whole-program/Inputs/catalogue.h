#pragma once
#include <string>
#include <unordered_map>

class Catalogue {
public:
  int price(const std::string &article);
  void forget(const std::string &article);

private:
  std::unordered_map<std::string, int> Prices;
};

Catalogue &catalogue();
