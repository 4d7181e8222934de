// evidence: likely
// Every command line is kept; only the last ones are ever shown.
#include <string>
#include <vector>

static std::vector<std::string> command_history;

void run(const std::string &line);

void execute(const std::string &line) {
  command_history.push_back(line); // EXPECT: cache
#ifdef FIXED
  if (command_history.size() > 500)
    command_history.erase(command_history.begin());
#endif
  run(line);
}

const std::string &last_command() { return command_history.back(); }
