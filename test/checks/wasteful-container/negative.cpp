// RUN: %check_heapwise %s %t
#include <list>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <thread>
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

// Handles flow in from the caller and out again: the pointers belong to the
// interface.
struct Page {
  long bytes = 0;
};
using PagePtr = std::unique_ptr<Page>;
PagePtr fetch(int n);
class PageQueue {
public:
  void push(PagePtr p) { pages.push(std::move(p)); }
  PagePtr pop() {
    PagePtr p = std::move(pages.front());
    pages.pop();
    return p;
  }

private:
  std::queue<PagePtr> pages;
};
void produce(PageQueue &q, int count) {
  for (int n = 0; n != count; ++n)
    q.push(fetch(n));
}

// The nodes are little beside what they point to.
struct View {
  View *parent = nullptr;
  double matrix[16] = {};
};
double transform(View *v) {
  std::list<View *> parents;
  for (; v; v = v->parent)
    parents.push_front(v);
  double sum = 0;
  for (View *p : parents)
    sum += p->matrix[0];
  return sum;
}

// There are never many threads.
void work();
void run(unsigned workers) {
  std::vector<std::shared_ptr<std::thread>> pool;
  for (unsigned i = 0; i != workers; ++i)
    pool.push_back(std::make_shared<std::thread>(work));
  for (unsigned i = 0; i != workers; ++i)
    pool[i]->join();
}

// There are no more keys than the type has values.
enum class Rank { Low, Middle, High };
bool ranked(const Rank *wanted, int n, Rank one) {
  std::set<Rank> all;
  for (int i = 0; i != n; ++i)
    all.insert(wanted[i]);
  return all.count(one);
}

// To count different values is what it is for.
unsigned long distinct(const int *values, int n) {
  std::set<int> all;
  for (int i = 0; i != n; ++i)
    all.insert(values[i]);
  return all.size();
}

// Another function says what it is.
std::list<int> candidates();
long more(int n) {
  auto all = candidates();
  for (int i = 0; i != n; ++i)
    all.push_back(i);
  long sum = 0;
  for (int i : all)
    sum += i;
  return sum;
}

// A copy of it would clean up once more: without a word on copies, it stays
// where it is.
namespace cleaned_up {
class File {
public:
  explicit File(int handle) : handle_(handle) {}
  ~File() { close(handle_); }
  int handle() const { return handle_; }

private:
  static void close(int handle);
  int handle_;
};
int boxed(int n) {
  std::vector<std::unique_ptr<File>> files;
  for (int i = 0; i != n; ++i)
    files.push_back(std::make_unique<File>(i));
  int sum = 0;
  for (int i = 0; i != n; ++i)
    sum += files[i]->handle();
  return sum;
}
int listed(int n) {
  std::list<File> files;
  for (int i = 0; i != n; ++i)
    files.emplace_back(i);
  int sum = 0;
  for (const File &file : files)
    sum += file.handle();
  return sum;
}
} // namespace cleaned_up

// No object is a value, too.
namespace absent {
struct Mark {
  int x = 0;
};
int asked(int n) {
  std::vector<std::unique_ptr<Mark>> marks;
  for (int i = 0; i != n; ++i)
    marks.push_back(std::make_unique<Mark>());
  int sum = 0;
  for (int i = 0; i != n; i += 2)
    marks[i].reset();
  for (int i = 0; i != n; ++i)
    if (marks[i])
      sum += marks[i]->x;
  return sum;
}
struct Slot {
  int x = 0;
};
class Slots {
public:
  explicit Slots(int n) : all_(n) {}
  void set(int i) { all_[i] = std::make_unique<Slot>(); }

private:
  std::vector<std::unique_ptr<Slot>> all_;
};
Slots slots(int n) {
  Slots s(n);
  for (int i = 0; i < n; i += 50)
    s.set(i);
  return s;
}
} // namespace absent
