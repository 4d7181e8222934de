// RUN: %check_heapwise --std=c++11 --fix-notes %s %t
// RUN: %check_heapwise --std=c++17 --fix-notes %s %t
// CHECK-MESSAGES: warning: strong member 'Job::Before' closes an ownership cycle through 'Job::After'
// CHECK-MESSAGES: warning: strong member 'Cell::Sides' closes an ownership cycle

// The elements of a container become weak, and every use of them.
#include <memory>
#include <vector>

struct Job : std::enable_shared_from_this<Job> {
  std::vector<std::shared_ptr<Job>> Before;
  std::vector<std::shared_ptr<Job>> After;
  int Runs = 0;

  void then(const std::shared_ptr<Job> &Next) {
    After.push_back(Next);
    Next->Before.push_back(shared_from_this());
  }
  bool isFirst() const { return Before.empty(); }
  std::shared_ptr<Job> firstBefore() const { return Before.front(); }
  void poke() {
    for (auto &Job : Before)
      Job->Runs++;
    for (const std::shared_ptr<Job> &B : Before) {
      if (B)
        B->Runs++;
    }
    if (!Before.empty() && Before[0] != nullptr)
      ++Runs;
  }
};

struct Cell : std::enable_shared_from_this<Cell> {
  std::shared_ptr<Cell> Sides[4] = {};
  void join(int I, std::shared_ptr<Cell> Other) {
    Sides[I] = Other;
    Other->Sides[3 - I] = shared_from_this();
  }
  std::shared_ptr<Cell> side(int I) const { return Sides[I]; }
};
