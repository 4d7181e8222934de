// case: p1_free_helper
// pattern: P1 (free function template stores the callable in a public field of its first argument)
// evidence: proved
// cross-tu: no
// what: onReady(asset, lambda) is a helper outside the class; the lambda captures the asset by value
// fix: take the asset as a parameter of the callback
#include <functional>
#include <memory>
#include <string>
#include <utility>

struct Asset {
  std::string name;
  int users = 0;
#ifndef FIXED
  std::function<void()> ready;
#else
  std::function<void(Asset &)> ready;
#endif
};
using AssetPtr = std::shared_ptr<Asset>;

template <class F> void onReady(AssetPtr asset, F &&f) { asset->ready = std::forward<F>(f); }

AssetPtr load(const std::string &name) {
  AssetPtr asset = std::make_shared<Asset>();
  asset->name = name;
#ifndef FIXED
  onReady(asset, [asset] { ++asset->users; }); // EXPECT: cycle
#else
  onReady(asset, [](Asset &a) { ++a.users; });
#endif
  return asset;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Asset> watch;
  {
    auto asset = load("tree.png");
    watch = asset;
#ifndef FIXED
    asset->ready();
#else
    asset->ready(*asset);
#endif
    if (asset->users != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
