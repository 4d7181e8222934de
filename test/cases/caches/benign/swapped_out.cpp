// The worker takes everything at once.
#include <mutex>
#include <string>
#include <vector>

void write(const std::vector<std::string> &lines);

static std::mutex guard;
static std::vector<std::string> pending_log;

void log(const std::string &line) {
  std::lock_guard<std::mutex> hold(guard);
  pending_log.push_back(line);
}

void flush() {
  std::vector<std::string> lines;
  {
    std::lock_guard<std::mutex> hold(guard);
    lines.swap(pending_log);
  }
  write(lines);
}
