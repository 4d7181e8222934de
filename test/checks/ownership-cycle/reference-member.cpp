// RUN: %check_heapwise %s %t

// A member that is a reference, or a tuple of them, owns nothing.
#include <functional>
#include <memory>
#include <tuple>
#include <vector>

struct Task;

struct Loop {
  std::vector<std::shared_ptr<Task>> Tasks;
};

struct Task {
  Loop &Owner;
  explicit Task(Loop &L) : Owner(L) {}
  void resubmit(const std::shared_ptr<Task> &Self) {
    Owner.Tasks.push_back(Self);
  }
};

void submit(Loop &L) {
  auto T = std::make_shared<Task>(L);
  T->Owner.Tasks.push_back(T);
}

struct Queue {
  std::function<void()> Done;
  std::vector<std::shared_ptr<struct Job>> Jobs;
};

struct Job : std::enable_shared_from_this<Job> {
  const std::unique_ptr<Queue> &Q;
  std::tuple<Queue &, int> Both;
  std::pair<Queue &, int> Two;
  Job(const std::unique_ptr<Queue> &Q) : Q(Q), Both(*Q, 0), Two(*Q, 1) {}
  void run() { Q->Jobs.push_back(shared_from_this()); }
  void runBoth() { std::get<0>(Both).Jobs.push_back(shared_from_this()); }
  void runTwo() { Two.first.Jobs.push_back(shared_from_this()); }
  void keep() {
    Q->Done = [Self = shared_from_this()] {};
  }
};

struct Listener : std::enable_shared_from_this<Listener> {
  std::shared_ptr<Queue> &Shared;
  explicit Listener(std::shared_ptr<Queue> &S) : Shared(S) {}
  void listen() {
    Shared->Done = [Self = shared_from_this()] {};
  }
};
