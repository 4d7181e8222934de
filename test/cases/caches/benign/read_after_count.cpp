// operator[] after the key is known to be there.
#include <string>
#include <unordered_map>

static std::unordered_map<std::string, int> weights;

void set_weight(const std::string &name, int w) {
  if (weights.size() < 100)
    weights[name] = w;
}

int weight(const std::string &name) {
  if (weights.count(name))
    return weights[name];
  return 0;
}
