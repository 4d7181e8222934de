// case: weak_parent_setter
// what: the parent is set through a setter that takes shared_ptr and stores weak_ptr
// trap: the twin of p2_template_base_setter; the parameter and the getter are strong
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

template <class Owner> class Owned {
public:
  void setOwner(std::shared_ptr<Owner> owner) { owner_ = std::move(owner); }
  std::shared_ptr<Owner> owner() const { return owner_.lock(); }

private:
  std::weak_ptr<Owner> owner_;
};
class List;
class Entry : public Owned<List> {};
class List : public std::enable_shared_from_this<List> {
public:
  void add(std::shared_ptr<Entry> e) {
    e->setOwner(shared_from_this());
    entries_.push_back(std::move(e));
  }
  const std::vector<std::shared_ptr<Entry>> &entries() const { return entries_; }

private:
  std::vector<std::shared_ptr<Entry>> entries_;
};

#ifdef PROVE
int main() {
  auto l = std::make_shared<List>();
  std::weak_ptr<List> watch = l;
  l->add(std::make_shared<Entry>());
  if (l->entries()[0]->owner() != l)
    return 2;
  l.reset();
  return watch.expired() ? 0 : 1;
}
#endif
