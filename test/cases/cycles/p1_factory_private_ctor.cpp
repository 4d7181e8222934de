// case: p1_factory_private_ctor
// pattern: P1 (static factory stores a lambda that captures the new object)
// evidence: proved
// cross-tu: no
// what: create() uses shared_ptr(new ...) as the constructor is private, then wires the object to itself
// fix: capture the raw pointer
#include <functional>
#include <memory>
#include <string>

class Watcher {
public:
  static std::shared_ptr<Watcher> create(std::string path) {
    std::shared_ptr<Watcher> ptr(new Watcher(std::move(path)));
#ifndef FIXED
    ptr->changed_ = [ptr](bool gone) { ptr->events_ += gone ? 10 : 1; }; // EXPECT: cycle
#else
    auto *raw = ptr.get();
    ptr->changed_ = [raw](bool gone) { raw->events_ += gone ? 10 : 1; };
#endif
    return ptr;
  }
  void poke(bool gone) { changed_(gone); }
  int events() const { return events_; }
  const std::string &path() const { return path_; }

private:
  explicit Watcher(std::string path) : path_(std::move(path)) {}
  std::string path_;
  int events_ = 0;
  std::function<void(bool)> changed_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Watcher> watch;
  {
    auto w = Watcher::create("etc");
    watch = w;
    w->poke(false);
    w->poke(true);
    if (w->events() != 11)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
