// Every caller of the memo gives a constant.
#include <map>
#include <string>

std::string read_resource(const std::string &name);

static const std::string &resource(const std::string &name) {
  static std::map<std::string, std::string> loaded;
  auto it = loaded.find(name);
  if (it == loaded.end())
    it = loaded.emplace(name, read_resource(name)).first;
  return it->second;
}

std::string banner() { return resource("banner") + resource("version"); }
