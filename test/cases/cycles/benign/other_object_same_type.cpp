// case: other_object_same_type
// what: a chain of stages: each stage's output callback owns the next stage, the last one owns nothing
// trap: receiver and capture have the same type
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <vector>

class Stage {
public:
  void onOutput(std::function<void(int)> f) { out_ = f; }
  void input(int n) {
    seen_ += n;
    if (out_)
      out_(n + 1);
  }
  int seen() const { return seen_; }

private:
  int seen_ = 0;
  std::function<void(int)> out_;
};

std::vector<std::shared_ptr<Stage>> pipeline(int n) {
  std::vector<std::shared_ptr<Stage>> stages;
  for (int i = 0; i < n; ++i) {
    auto stage = std::make_shared<Stage>();
    if (!stages.empty()) {
      auto previous = stages.back();
      previous->onOutput([stage](int v) { stage->input(v); });
    }
    stages.push_back(stage);
  }
  return stages;
}

#ifdef PROVE
int main() {
  auto stages = pipeline(3);
  std::weak_ptr<Stage> first = stages.front(), last = stages.back();
  stages.front()->input(1);
  if (stages.back()->seen() != 3)
    return 2;
  stages.clear();
  return first.expired() && last.expired() ? 0 : 1;
}
#endif
