// evidence: none
// pattern: deferred calls taken by std::exchange once per tick
#include <functional>
#include <mutex>
#include <utility>
#include <vector>
class Deferred {
 public:
  void later(std::function<void()> f) { std::lock_guard<std::mutex> g(m_); todo_.push_back(std::move(f)); }
  void run() {
    std::vector<std::function<void()>> now;
    { std::lock_guard<std::mutex> g(m_); now = std::exchange(todo_, {}); }
    for (auto& f : now) f();
  }
 private:
  std::mutex m_;
  std::vector<std::function<void()>> todo_;
};
static Deferred d;
void post(std::function<void()> f) { d.later(std::move(f)); }
void tick() { d.run(); }
