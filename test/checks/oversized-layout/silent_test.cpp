// RUN: %check_heapwise %s %t

// How many objects a test makes says nothing of the program: this file is named
// like one.
#include <memory>
#include <vector>

struct Sample {
  bool valid = false;
  double value = 0;
  bool late = false;
  double weight = 0;
};

double sum(int n) {
  std::vector<Sample> all(n);
  double s = 0;
  for (const Sample &x : all)
    s += x.value * x.weight;
  return s;
}
