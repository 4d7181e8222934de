// RUN: %check_heapwise %s %t

// Tests are short and handle little: this file is named like one.
#include <memory>
#include <vector>

struct Point {
  long x = 0, y = 0;
};
long boxed(int n) {
  std::vector<std::unique_ptr<Point>> points;
  for (int i = 0; i != n; ++i)
    points.push_back(std::make_unique<Point>());
  long sum = 0;
  for (int i = 0; i != n; ++i)
    sum += points[i]->x;
  return sum;
}
