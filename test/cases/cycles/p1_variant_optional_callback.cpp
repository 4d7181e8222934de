// case: p1_variant_optional_callback
// pattern: P1 (std::function inside std::variant and std::optional fields)
// evidence: proved
// cross-tu: no
// what: the handler is an alternative of a variant, the fallback an optional; both capture the owner
// fix: raw captures
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

struct Key {
  using Handler = std::function<void()>;
  std::variant<std::monostate, std::string, Handler> onPress;
  std::optional<Handler> onRelease;
  int count = 0;
};

void wire(const std::shared_ptr<Key> &key) {
#ifndef FIXED
  key->onPress = Key::Handler([key] { ++key->count; }); // EXPECT: cycle
  key->onRelease.emplace([key] { --key->count; }); // EXPECT: cycle
#else
  key->onPress = Key::Handler([k = key.get()] { ++k->count; });
  key->onRelease.emplace([k = key.get()] { --k->count; });
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Key> watch;
  {
    auto key = std::make_shared<Key>();
    watch = key;
    wire(key);
    std::get<Key::Handler>(key->onPress)();
    if (key->count != 1)
      return 2;
    (*key->onRelease)();
  }
  return watch.expired() ? 0 : 1;
}
#endif
