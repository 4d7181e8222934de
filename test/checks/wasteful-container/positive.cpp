// RUN: %check_heapwise %s %t
#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

class Body {
public:
  void feed(const unsigned char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes_.push_back(p[i]);
  }

private:
  std::list<unsigned char> bytes_;
// CHECK-NOTES: :[[@LINE-1]]:28: warning: 'bytes_' takes 32 bytes for each of about 1000 elements; a std::vector takes 1 [heapwise-wasteful-container]
// CHECK-NOTES: :[[@LINE-2]]:28: note: a node of 24 bytes for an element of 1 is a block of 32 with glibc; elements only come and go at the ends
// CHECK-NOTES: :[[@LINE-7]]:7: note: it gets its elements here
};

// Made where they are inserted, and none leaves.
struct Point {
  long x = 0, y = 0;
};
long boxed(int n) {
  std::vector<std::unique_ptr<Point>> points;
// CHECK-NOTES: :[[@LINE-1]]:39: warning: 'points' takes 40 bytes for each of about 1000 elements; a container of the objects themselves takes 16 [heapwise-wasteful-container]
// CHECK-NOTES: :[[@LINE-2]]:39: note: each object of 16 bytes has a block of 32 bytes, and 8 for the pointer
// CHECK-NOTES: :[[@LINE+2]]:5: note: it gets its elements here
  for (int i = 0; i != n; ++i)
    points.push_back(std::make_unique<Point>());
  long sum = 0;
  for (int i = 0; i != n; ++i)
    sum += points[i]->x;
  return sum;
}

// A specialisation of std::hash is the user's own as well.
struct Tile {
  int x, y;
  bool operator==(const Tile &o) const { return x == o.x && y == o.y; }
};
template <> struct std::hash<Tile> {
  std::size_t operator()(const Tile &t) const { return t.x * 31u + t.y; }
// CHECK-NOTES: :[[@LINE+6]]:34: warning: 'depths' takes 56 bytes for each of about 1000 elements; with a noexcept hash it takes 40 [heapwise-wasteful-container]
// CHECK-NOTES: :[[@LINE+5]]:34: note: a node of 32 bytes for an element of 16 is a block of 48 with glibc
// CHECK-NOTES: :[[@LINE+7]]:29: note: it gets its elements here
// CHECK-NOTES: :[[@LINE-4]]:15: note: the hash is not noexcept, so each node keeps the hash code
};
long deepest(const Tile *tiles, int n) {
  std::unordered_map<Tile, long> depths;
  long most = 0;
  for (int i = 0; i != n; ++i)
    most = std::max(most, ++depths[tiles[i]]);
  return most;
}
