// case: globals
// what: the configuration and its reload hook are static objects; both live as long as the program on purpose
// trap: a static callback captures a static shared_ptr's object, in a function that is called once
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

class Config {
public:
  static std::shared_ptr<Config> current() {
    static std::shared_ptr<Config> config = std::make_shared<Config>();
    return config;
  }
  static std::function<void()> &reload() {
    static std::function<void()> hook;
    return hook;
  }
  int version = 1;

private:
  static inline std::shared_ptr<Config> previous_;

public:
  static void keepPrevious() { previous_ = current(); }
};

void installReload() {
  auto config = Config::current();
  Config::reload() = [config] { ++config->version; };
  Config::keepPrevious();
}

#ifdef PROVE
int main() {
  installReload();
  Config::reload()();
  return Config::current()->version == 2 ? 0 : 2;
}
#endif
