#include <memory>
#include <string>
#include <vector>

class Console {
  std::vector<std::string> LogEntries;

public:
  void add(const std::string &Line);
};
struct Window {
  std::unique_ptr<Console> Shown;
};
