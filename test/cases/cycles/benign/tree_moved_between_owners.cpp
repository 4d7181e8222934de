// case: tree_moved_between_owners
// what: children are detached from one parent before they are attached to another; ownership always runs downwards
// trap: a->kids.push_back(b) in one function and b->kids.push_back(a) in another, on the same class
// expect: no diagnostic at the default setting
#include <algorithm>
#include <memory>
#include <vector>

struct Group {
  std::vector<std::shared_ptr<Group>> members;
};
void demote(const std::shared_ptr<Group> &boss, const std::shared_ptr<Group> &other) { boss->members.push_back(other); }
void promote(const std::shared_ptr<Group> &boss, const std::shared_ptr<Group> &other) {
  auto &m = boss->members;
  m.erase(std::remove(m.begin(), m.end(), other), m.end());
  other->members.push_back(boss);
}

#ifdef PROVE
int main() {
  auto a = std::make_shared<Group>(), b = std::make_shared<Group>();
  std::weak_ptr<Group> wa = a, wb = b;
  demote(a, b);
  promote(a, b);
  if (!a->members.empty() || b->members.size() != 1)
    return 2;
  a.reset(), b.reset();
  return wa.expired() && wb.expired() ? 0 : 1;
}
#endif
