// case: p2_forward_list_helper
// pattern: P2 (one helper writes both edges through references to the fields)
// evidence: proved
// cross-tu: no
// what: join(parent->kids, kid, kid->boss, parent) gets the fields by reference
// fix: weak boss
#include <forward_list>
#include <memory>

struct Crew {
#ifndef FIXED
  std::shared_ptr<Crew> boss; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Crew> boss;
#endif
  std::forward_list<std::shared_ptr<Crew>> kids;
};

template <class List, class Back>
void join(List &list, const std::shared_ptr<Crew> &kid, Back &back, const std::shared_ptr<Crew> &boss) {
  list.push_front(kid); // EXPECT-ANY: cycle
  back = boss; // EXPECT-ANY: cycle
}

std::shared_ptr<Crew> crew() {
  auto captain = std::make_shared<Crew>();
  auto mate = std::make_shared<Crew>();
  join(captain->kids, mate, mate->boss, captain); // EXPECT-ANY: cycle
  return captain;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Crew> watch;
  {
    auto captain = crew();
    watch = captain;
    if (captain->kids.empty())
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
