// case: p3_service_container
// pattern: P3 (services in a map of shared_ptr<void> own the container that holds them)
// evidence: likely
// cross-tu: no
// what: a home-made dependency injection container; add<T>(self) builds the service with the container as argument
// fix: services get a weak container
#include <map>
#include <memory>
#include <string>
#include <typeindex>
#include <utility>

class Services : public std::enable_shared_from_this<Services> {
public:
  template <class T> std::shared_ptr<T> add() {
    auto service = std::make_shared<T>(shared_from_this()); // EXPECT-ANY: cycle
    byType_[typeid(T)] = service; // EXPECT-ANY: cycle
    return service;
  }
  template <class T> std::shared_ptr<T> get() const {
    auto it = byType_.find(typeid(T));
    return it == byType_.end() ? nullptr : std::static_pointer_cast<T>(it->second);
  }

private:
  std::map<std::type_index, std::shared_ptr<void>> byType_; // EXPECT-ANY: cycle
};

class Clock {
public:
  explicit Clock(const std::shared_ptr<Services> &) {}
  int now() const { return 42; }
};
class Journal {
public:
  explicit Journal(std::shared_ptr<Services> s) : services_(std::move(s)) {} // EXPECT-ANY: cycle
#ifndef FIXED
  int stamp() const { return services_->get<Clock>()->now(); }

private:
  std::shared_ptr<Services> services_; // EXPECT-ANY: cycle
#else
  int stamp() const { return services_.lock()->get<Clock>()->now(); }

private:
  std::weak_ptr<Services> services_;
#endif
};

#ifdef PROVE
int main() {
  std::weak_ptr<Services> watch;
  {
    auto services = std::make_shared<Services>();
    watch = services;
    services->add<Clock>();
    if (services->add<Journal>()->stamp() != 42)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#else
std::shared_ptr<Journal> open() {
  auto services = std::make_shared<Services>();
  services->add<Clock>();
  return services->add<Journal>();
}
#endif
