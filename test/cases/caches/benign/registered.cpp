// Who registers an object finds out whether its name is taken.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
int slow(const std::string &);

// 16 registries
using Factory = std::function<int()>;
std::map<std::string, Factory> &factories() {
  static std::map<std::string, Factory> f;
  return f;
}
bool add_factory(const std::string &label, Factory f) { return factories().emplace(label, std::move(f)).second; }
struct Codec { virtual ~Codec(); };
static std::unordered_map<std::string, std::unique_ptr<Codec>> codecs17;
bool add_codec(const std::string &label, std::unique_ptr<Codec> c) {
  return codecs17.emplace(label, std::move(c)).second;
}
static std::map<std::string, const Codec *> known18;
bool publish(const std::string &label, const Codec *c) {
  auto [it, ok] = known18.insert({label, c});
  return ok;
}
void publish_once(const std::string &label, const Codec *c) {
  if (!known18.insert({label, c}).second) throw std::string("twice");
}
// 20 what is loaded with a map has identifiers as well
struct Town {
  unsigned id;
};
class Towns {
  std::map<unsigned, Town *> towns_;

public:
  bool add_town(unsigned town_id, Town *town) { return towns_.emplace(town_id, town).second; }
};
static Towns towns;
bool load_town(Town *town) { return towns.add_town(town->id, town); }
