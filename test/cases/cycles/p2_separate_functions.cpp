// case: p2_separate_functions
// pattern: P2 (the two edges are written by unrelated functions)
// evidence: likely
// cross-tu: no
// what: Team::hire stores the worker; Worker::assign stores the team; a third function calls both
// fix: weak team
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Team;
class Worker {
public:
  void assign(std::shared_ptr<Team> team) { team_ = std::move(team); } // EXPECT-ANY: cycle
  std::string motto() const;

private:
#ifndef FIXED
  std::shared_ptr<Team> team_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Team> team_;
#endif
};
class Team {
public:
  explicit Team(std::string m) : motto_(std::move(m)) {}
  void hire(std::shared_ptr<Worker> w) { workers_.push_back(std::move(w)); } // EXPECT-ANY: cycle
  const std::vector<std::shared_ptr<Worker>> &workers() const { return workers_; }
  const std::string &motto() const { return motto_; }

private:
  std::string motto_;
  std::vector<std::shared_ptr<Worker>> workers_; // EXPECT-ANY: cycle
};
std::string Worker::motto() const {
#ifndef FIXED
  return team_ ? team_->motto() : "";
#else
  auto team = team_.lock();
  return team ? team->motto() : "";
#endif
}

void recruit(const std::shared_ptr<Team> &team, int n) {
  while (n-- > 0)
    team->hire(std::make_shared<Worker>());
}
void badge(const std::shared_ptr<Team> &team) {
  for (const auto &w : team->workers())
    w->assign(team); // EXPECT-ANY: cycle
}

#ifdef PROVE
int main() {
  std::weak_ptr<Team> watch;
  {
    auto team = std::make_shared<Team>("go");
    watch = team;
    recruit(team, 2);
    badge(team);
    if (team->workers()[1]->motto() != "go")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
