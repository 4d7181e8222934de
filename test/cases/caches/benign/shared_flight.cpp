// evidence: none
// pattern: single-flight; try/catch, both ways erase
#include <future>
#include <map>
#include <mutex>
#include <string>
std::string compute(const std::string&);
class Flight {
 public:
  std::string get(const std::string& k) {
    std::unique_lock<std::mutex> g(m_);
    auto it = flying_.find(k);
    if (it != flying_.end()) { auto f = it->second; g.unlock(); return f.get(); }
    std::promise<std::string> p;
    flying_.emplace(k, p.get_future().share());
    g.unlock();
    try {
      std::string v = compute(k);
      p.set_value(v);
      g.lock();
      flying_.erase(k);
      return v;
    } catch (...) {
      p.set_exception(std::current_exception());
      g.lock();
      flying_.erase(k);
      throw;
    }
  }
 private:
  std::mutex m_;
  std::map<std::string, std::shared_future<std::string>> flying_;
};
static Flight flight;
std::string get(const std::string& k) { return flight.get(k); }
