// evidence: none
// pattern: pending requests; reply, timeout and disconnect all erase
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
using Clock = std::chrono::steady_clock;
class Rpc {
 public:
  void call(const std::string& m, std::function<void(const std::string&)> done) {
    pending_[++seq_] = {Clock::now() + std::chrono::seconds(30), std::move(done)};
    (void)m;
  }
  void reply(std::uint32_t id, const std::string& body) {
    auto it = pending_.find(id);
    if (it == pending_.end()) return;
    auto done = std::move(it->second.done);
    pending_.erase(it);
    done(body);
  }
  void on_timer() {
    const auto now = Clock::now();
    std::erase_if(pending_, [now](const auto& p) { return p.second.deadline < now; });
  }
  void disconnected() { pending_.clear(); }
 private:
  struct P { Clock::time_point deadline; std::function<void(const std::string&)> done; };
  std::uint32_t seq_ = 0;
  std::unordered_map<std::uint32_t, P> pending_;
};
Rpc& rpc() { static Rpc r; return r; }
