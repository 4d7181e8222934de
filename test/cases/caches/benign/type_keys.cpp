// As many entries as the program has types.
#include <string>
#include <typeindex>
#include <unordered_map>

std::string demangle(const char *name);

const std::string &type_name(const std::type_info &type) {
  static std::unordered_map<std::type_index, std::string> names;
  auto it = names.find(type);
  if (it == names.end())
    it = names.emplace(type, demangle(type.name())).first;
  return it->second;
}
