// case: p1_field_reference
// pattern: P1 (store through a reference to the field, owner copied to a second handle)
// evidence: proved
// cross-tu: no
// what: auto &slot = item->menu.entries[name].action; slot = [owner]...; where owner is a copy of item
// fix: raw capture
#include <functional>
#include <map>
#include <memory>
#include <string>

struct Entry {
  int shortcut = 0;
  std::function<void()> action;
};
struct Menu {
  std::map<std::string, Entry> entries;
};
struct Item {
  Menu menu;
  int opened = 0;
};

void addOpenEntry(const std::shared_ptr<Item> &item) {
  auto owner = item;
  auto &slot = item->menu.entries["open"].action;
#ifndef FIXED
  slot = [owner] { ++owner->opened; }; // EXPECT: cycle
#else
  slot = [raw = owner.get()] { ++raw->opened; };
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Item> watch;
  {
    auto item = std::make_shared<Item>();
    watch = item;
    addOpenEntry(item);
    item->menu.entries["open"].action();
    if (item->opened != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
