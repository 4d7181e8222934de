// case: setter_keeps_nothing
// what: functions called setCallback, onX, subscribe and addListener that run, measure or weakly keep what they get
// trap: the receiver is the captured object, the parameter type is std::function or shared_ptr
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <string>
#include <vector>

class Hub : public std::enable_shared_from_this<Hub> {
public:
  void setCallback(std::function<int()> cb) { value_ = cb(); }
  void onChange(const std::function<void()> &f) { changed_ = f != nullptr; }
  void subscribe(std::shared_ptr<Hub> other) { others_.emplace_back(other); }
  void addListener(std::shared_ptr<Hub> other) { names_.push_back(other->name()); }
  void setParent(const std::shared_ptr<Hub> &parent) { depth_ = parent->depth_ + 1; }
  std::string name() const { return std::to_string(depth_) + ":" + std::to_string(value_); }

private:
  int value_ = 0, depth_ = 0;
  bool changed_ = false;
  std::vector<std::weak_ptr<Hub>> others_;
  std::vector<std::string> names_;
};

std::string exercise(const std::shared_ptr<Hub> &hub) {
  hub->setCallback([hub] { return static_cast<int>(hub->name().size()); });
  hub->onChange([hub] { hub->addListener(hub); });
  hub->subscribe(hub);
  hub->addListener(hub);
  hub->setParent(hub);
  return hub->name();
}

#ifdef PROVE
int main() {
  auto h = std::make_shared<Hub>();
  std::weak_ptr<Hub> watch = h;
  if (exercise(h) != "1:3")
    return 2;
  h.reset();
  return watch.expired() ? 0 : 1;
}
#endif
