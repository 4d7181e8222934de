// RUN: %check_heapwise %s %t
#include <list>
#include <map>
#include <memory>
#include <vector>

// Passed on: others may need what a list can do.
void sort_somehow(std::list<int> &);
void passed_on(int n) {
  std::list<int> all;
  for (int i = 0; i != n; ++i)
    all.push_back(i);
  sort_somehow(all);
}

// The middle of it is erased.
void erased(int n) {
  std::list<int> all;
  for (int i = 0; i != n; ++i)
    all.push_back(i);
  all.remove(3);
}

// Three elements.
void few() {
  std::list<int> all;
  for (int i = 0; i != 3; ++i)
    all.push_back(i);
}

// Keys from elsewhere.
int sparse(const int *keys, int n) {
  std::map<int, int> all;
  for (int i = 0; i != n; ++i)
    all[keys[i] * 7919] = i;
  return all.begin()->first;
}

// Somebody keeps the pointer.
struct Node {
  long value = 0;
};
struct Graph {
  std::vector<std::unique_ptr<Node>> nodes;
  std::vector<Node *> roots;
  void add(bool root) {
    nodes.push_back(std::make_unique<Node>());
    if (root)
      roots.push_back(nodes.back().get());
  }
};
void build(Graph &g, int n) {
  for (int i = 0; i != n; ++i)
    g.add(i % 3);
}
