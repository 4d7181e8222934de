// Shared header of the two parts of m_plugin_interface.
#pragma once
#include <memory>
#include <vector>

class Plugin {
public:
  virtual ~Plugin() = default;
  virtual int run() = 0;
};
class Host {
public:
  void install(std::shared_ptr<Plugin> plugin);
  int runAll();
  int base = 10;

private:
  std::vector<std::shared_ptr<Plugin>> plugins_; // EXPECT-ANY: cycle
};
