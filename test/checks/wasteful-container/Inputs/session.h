#ifndef SESSION_H
#define SESSION_H
#include <deque>
#include <list>

// Other files define what it does with its containers.
class Session {
public:
  void receive(long at);
  void collect(const char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes_.push_back(p[i]);
  }

private:
  std::deque<long> waiting_;
  std::list<char> bytes_;
};

// Whoever includes it may use them.
struct Shared {
  void collect(const char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes.push_back(p[i]);
  }
  std::list<char> bytes;
};

class Closed {
public:
  void collect(const char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes_.push_back(p[i]);
  }

private:
  std::list<char> bytes_;
};

#endif
