#include "m_tree_halves.h"

#include <utility>

Part::Part(std::string name) : name_(std::move(name)) {}
void Part::attachTo(const std::shared_ptr<Part> &whole) { whole_ = whole; } // EXPECT-ANY: cycle
std::string Part::path() const {
#ifndef FIXED
  return whole_ ? whole_->path() + "/" + name_ : name_;
#else
  auto whole = whole_.lock();
  return whole ? whole->path() + "/" + name_ : name_;
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Part> watch;
  {
    auto car = std::make_shared<Part>("car"), wheel = std::make_shared<Part>("wheel");
    watch = car;
    car->add(wheel);
    if (wheel->path() != "car/wheel")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
