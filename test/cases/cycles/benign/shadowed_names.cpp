// case: shadowed_names
// what: parameters and locals with the names of fields; nothing reaches the fields
// trap: callback_ = [self] assigns a parameter, self is another object's handle
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <vector>

class Probe : public std::enable_shared_from_this<Probe> {
public:
  int measure(std::function<int(int)> callback_) {
    auto self = shared_from_this();
    auto inner = callback_;
    callback_ = [self, inner](int v) { return inner(v) + self->bias_; };
    std::vector<std::shared_ptr<Probe>> peers_;
    peers_.push_back(self);
    int n = 0;
    for (auto &peer : peers_)
      n += callback_(peer->bias_);
    return n;
  }
  bool clean() const { return !callback_ && peers_.empty(); }

private:
  int bias_ = 3;
  std::function<int(int)> callback_;
  std::vector<std::shared_ptr<Probe>> peers_;
};

#ifdef PROVE
int main() {
  auto p = std::make_shared<Probe>();
  std::weak_ptr<Probe> watch = p;
  if (p->measure([](int v) { return v * 2; }) != 9 || !p->clean())
    return 2;
  p.reset();
  return watch.expired() ? 0 : 1;
}
#endif
