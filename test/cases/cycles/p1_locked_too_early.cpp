// case: p1_locked_too_early
// pattern: P1 (a weak handle is locked before the capture instead of inside the callback)
// evidence: proved
// cross-tu: no
// what: the author knew about the cycle, but captured the result of lock()
// fix: capture the weak handle
#include <functional>
#include <memory>
#include <utility>

class Player : public std::enable_shared_from_this<Player> {
public:
  void whenFinished(std::function<void(int)> f) { finished_ = std::move(f); }
  void play() { finished_(++rounds_); }
  int best = 0;

private:
  int rounds_ = 0;
  std::function<void(int)> finished_;
};

void keepBest(const std::weak_ptr<Player> &weak) {
#ifndef FIXED
  if (auto player = weak.lock()) {
    player->whenFinished([player](int score) { player->best = score; }); // EXPECT: cycle
  }
#else
  if (auto player = weak.lock()) {
    player->whenFinished([weak](int score) {
      if (auto player = weak.lock())
        player->best = score;
    });
  }
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Player> watch;
  {
    auto p = std::make_shared<Player>();
    watch = p;
    keepBest(p);
    p->play();
    if (p->best != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
