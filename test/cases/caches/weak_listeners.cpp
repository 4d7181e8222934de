// pattern: vector of weak_ptr; expired ones are skipped, never removed
// evidence: likely
#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

struct Listener {
  virtual ~Listener() = default;
  virtual void tick() = 0;
};

class Clock {
 public:
  void attach(const std::shared_ptr<Listener>& l) {
    std::lock_guard<std::mutex> g(m_);
    listeners_.push_back(l);  // EXPECT-ANY: cache
  }
  void fire() {
    std::lock_guard<std::mutex> g(m_);
    for (const auto& w : listeners_)
      if (const auto l = w.lock()) l->tick();
#ifdef FIXED
    listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(), [](const auto& w) { return w.expired(); }), listeners_.end());
#endif
  }

 private:
  std::mutex m_;
  std::vector<std::weak_ptr<Listener>> listeners_;  // EXPECT-ANY: cache
};

static Clock& system_clock() {
  static Clock c;
  return c;
}
void watch(const std::shared_ptr<Listener>& l) { system_clock().attach(l); }
void second_passed() { system_clock().fire(); }
