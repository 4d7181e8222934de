// case: captures_a_part
// what: the callback captures copies of the owner's fields: a string and a shared counter that owns nothing
// trap: the captures are written self->field, [=] and init-captures from self
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <string>

struct Stats {
  int hits = 0;
};
class Page {
public:
  static std::shared_ptr<Page> make(std::string name) {
    auto self = std::make_shared<Page>();
    self->name_ = std::move(name);
    self->hit_ = [stats = self->stats_, name = self->name_] { stats->hits += static_cast<int>(name.size()); };
    auto stats = self->stats_;
    self->miss_ = [=] { --stats->hits; };
    return self;
  }
  int poke() {
    hit_(), miss_();
    return stats_->hits;
  }

private:
  std::string name_;
  std::shared_ptr<Stats> stats_ = std::make_shared<Stats>();
  std::function<void()> hit_, miss_;
};

#ifdef PROVE
int main() {
  auto p = Page::make("abc");
  std::weak_ptr<Page> watch = p;
  if (p->poke() != 2)
    return 2;
  p.reset();
  return watch.expired() ? 0 : 1;
}
#endif
