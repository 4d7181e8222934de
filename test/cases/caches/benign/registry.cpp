// Factories by name, from static registrars.
#include <functional>
#include <map>
#include <memory>
#include <string>

struct Shape {
  virtual ~Shape() = default;
};
using Factory = std::function<std::unique_ptr<Shape>()>;

std::map<std::string, Factory> &factories() {
  static std::map<std::string, Factory> table;
  return table;
}

bool register_shape(const std::string &name, Factory f) {
  return factories().emplace(name, std::move(f)).second;
}

struct Circle : Shape {};
static const bool circle =
    register_shape("circle", [] { return std::make_unique<Circle>(); });

std::unique_ptr<Shape> make(const std::string &name) {
  auto it = factories().find(name);
  return it == factories().end() ? nullptr : it->second();
}
