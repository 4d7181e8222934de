// evidence: none
// pattern: the completion lambda handed out at insertion erases the entry
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
struct Job { std::string what; };
void start(Job& j, std::function<void(bool ok)> done);
class Jobs {
 public:
  void run(std::string what) {
    const auto id = ++last_;
    auto job = std::make_unique<Job>(Job{std::move(what)});
    Job& ref = *job;
    running_.emplace(id, std::move(job));
    start(ref, [this, id](bool) { running_.erase(id); });
  }
 private:
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<Job>> running_;
};
static Jobs jobs;
void enqueue(const std::string& s) { jobs.run(s); }
