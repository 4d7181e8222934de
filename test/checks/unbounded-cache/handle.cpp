// RUN: %check_heapwise %s %t

// Another file may give the window another console.
#include "Inputs/window.h"

void Console::add(const std::string &Line) { LogEntries.push_back(Line); }

class Program {
  Window Main;
};
Program TheProgram;

// Nobody else can name this handle.
class Log {
  std::vector<std::string> LogEntries;

public:
  // CHECK-MESSAGES: :[[@LINE+1]]:50: warning: 'Log::LogEntries' grows with its input and has no bound
  void add(const std::string &Line) { LogEntries.push_back(Line); }
};
class Service {
  std::unique_ptr<Log> Written = std::make_unique<Log>();

public:
  Log &log() { return *Written; }
};
Service TheService;
