#include "m_plugin_interface.h"

#include <utility>

namespace {
class Adder : public Plugin {
public:
  explicit Adder(std::shared_ptr<Host> host) : host_(std::move(host)) {} // EXPECT-ANY: cycle
#ifndef FIXED
  int run() override { return host_->base + 1; }

private:
  std::shared_ptr<Host> host_; // EXPECT-ANY: cycle
#else
  int run() override {
    auto host = host_.lock();
    return host ? host->base + 1 : 0;
  }

private:
  std::weak_ptr<Host> host_;
#endif
};
} // namespace

std::shared_ptr<Host> makeHost() {
  auto host = std::make_shared<Host>();
  host->install(std::make_shared<Adder>(host)); // EXPECT-ANY: cycle
  return host;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Host> watch;
  {
    auto host = makeHost();
    watch = host;
    if (host->runAll() != 11)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
