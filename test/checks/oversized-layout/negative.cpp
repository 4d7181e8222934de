// RUN: %check_heapwise %s %t
#include <list>
#include <vector>

// One object: nothing to multiply by.
struct Settings {
  bool verbose = false;
  double scale = 1;
  bool colour = true;
};
Settings &settings() {
  static Settings s;
  return s;
}

// A list node of 16 + 40 bytes and one of 16 + 32 take the same block of glibc.
struct Ticket {
  bool vip = false;
  long number = 0;
  bool paid = false;
  long desk = 0, since = 0;
};
void queue(std::list<Ticket> &waiting, int n) {
  for (int i = 0; i != n; ++i)
    waiting.emplace_back();
}

// Three of them.
struct Stage {
  bool required;
  double weight;
  bool parallel;
};
double pipeline() {
  std::vector<Stage> stages;
  for (int i = 0; i != 3; ++i)
    stages.push_back(Stage());
  return stages.back().weight;
}

// The hole cannot be closed: 13 bytes need 16 in any order.
struct Vote {
  char choice;
  int district;
  long at;
};
long tally(int n) {
  std::vector<Vote> box(n);
  return box.back().at;
}
