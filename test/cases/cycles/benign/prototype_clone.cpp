// case: prototype_clone
// what: objects keep the prototype they were cloned from; the registry owns the prototypes
// trap: clone->prototype_ = shared_from_this(), a strong field of the own type called prototype
// expect: no diagnostic at the default setting
#include <map>
#include <memory>
#include <string>

class Monster : public std::enable_shared_from_this<Monster> {
public:
  std::shared_ptr<Monster> clone() {
    auto copy = std::make_shared<Monster>();
    copy->prototype_ = shared_from_this();
    copy->health_ = health_;
    return copy;
  }
  void hurt(int n) { health_ -= n; }
  int missing() const { return prototype_ ? prototype_->health_ - health_ : 0; }

private:
  int health_ = 10;
  std::shared_ptr<Monster> prototype_;
};

class Bestiary {
public:
  Bestiary() { kinds_["rat"] = std::make_shared<Monster>(); }
  std::shared_ptr<Monster> spawn(const std::string &kind) { return kinds_.at(kind)->clone(); }

private:
  std::map<std::string, std::shared_ptr<Monster>> kinds_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Monster> watch;
  {
    Bestiary b;
    auto rat = b.spawn("rat");
    watch = rat;
    rat->hurt(3);
    if (rat->missing() != 3 || rat->clone()->clone()->missing() != 0)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
