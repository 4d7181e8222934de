// pattern: futures of std::async pushed into a static vector, never collected
// evidence: likely
#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

void write_record(const std::string& r);

void write_async(std::string r) {
  static std::vector<std::future<void>> running;  // EXPECT-ANY: cache
#ifdef FIXED
  std::erase_if(running, [](auto& f) { return f.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
#endif
  running.push_back(std::async(std::launch::async, [r = std::move(r)] { write_record(r); }));  // EXPECT-ANY: cache
}
