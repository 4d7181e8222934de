// case: m_plugin_interface
// pattern: P3 (the derived class that owns the host back exists only in the other file)
// evidence: likely
// cross-tu: yes
// what: the host's file sees an interface without fields
// fix: the plugin keeps a weak host
#include "m_plugin_interface.h"

#include <utility>

void Host::install(std::shared_ptr<Plugin> plugin) { plugins_.push_back(std::move(plugin)); } // EXPECT-ANY: cycle
int Host::runAll() {
  int n = 0;
  for (auto &p : plugins_)
    n += p->run();
  return n;
}
