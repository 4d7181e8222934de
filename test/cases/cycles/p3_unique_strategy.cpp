// case: p3_unique_strategy
// pattern: P3 (unique_ptr to an abstract strategy; the derived one owns its context)
// evidence: proved
// cross-tu: no
// what: robot->setBrain(make_unique<Wanderer>(robot))
// fix: the brain gets the robot by reference when it thinks
#include <memory>
#include <utility>

class Robot;
class Brain {
public:
  virtual ~Brain() = default;
  virtual void think(Robot &robot) = 0;
};
class Robot {
public:
  void setBrain(std::unique_ptr<Brain> brain) { brain_ = std::move(brain); } // EXPECT-ANY: cycle
  void step() { brain_->think(*this); }
  int x = 0;

private:
  std::unique_ptr<Brain> brain_; // EXPECT-ANY: cycle
};
class Wanderer final : public Brain {
public:
#ifndef FIXED
  explicit Wanderer(const std::shared_ptr<Robot> &robot) : robot_(robot) {} // EXPECT-ANY: cycle
  void think(Robot &) override { robot_->x += 2; }

private:
  std::shared_ptr<Robot> robot_; // EXPECT-ANY: cycle
#else
  void think(Robot &robot) override { robot.x += 2; }
#endif
};

std::shared_ptr<Robot> wanderer() {
  auto robot = std::make_shared<Robot>();
#ifndef FIXED
  robot->setBrain(std::make_unique<Wanderer>(robot)); // EXPECT-ANY: cycle
#else
  robot->setBrain(std::make_unique<Wanderer>());
#endif
  return robot;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Robot> watch;
  {
    auto robot = wanderer();
    watch = robot;
    robot->step();
    if (robot->x != 2)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
