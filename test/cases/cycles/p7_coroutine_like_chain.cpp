// case: p7_coroutine_like_chain
// pattern: P7 (steps of a script, each holding the script to go on)
// evidence: proved
// cross-tu: no
// what: a loop pushes closures that capture the script into the script's own list of steps
// fix: steps take the script as a parameter
#include <functional>
#include <memory>
#include <vector>

struct Script {
#ifndef FIXED
  using Step = std::function<void()>;
#else
  using Step = std::function<void(Script &)>;
#endif
  std::vector<Step> steps;
  std::size_t at = 0;
  int total = 0;
  void next() {
    if (at < steps.size()) {
      auto &step = steps[at++];
#ifndef FIXED
      step();
#else
      step(*this);
#endif
    }
  }
};

std::shared_ptr<Script> countdown(int n) {
  std::shared_ptr<Script> script = std::make_shared<Script>();
  while (n > 0) {
    const int value = n--;
#ifndef FIXED
    script->steps.emplace_back([script, value] { // EXPECT: cycle
      script->total += value;
      script->next();
    });
#else
    script->steps.emplace_back([value](Script &s) {
      s.total += value;
      s.next();
    });
#endif
  }
  return script;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Script> watch;
  {
    auto script = countdown(4);
    watch = script;
    script->next();
    if (script->total != 10)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
