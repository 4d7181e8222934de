// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

#include <array>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

using Names = std::vector<std::string>;

struct Task {
  std::string Name;
  Names Steps;
  int Cost = 0;
};

// Assigned only to be read.
long total(const std::vector<Task> &Tasks) {
  long Sum = 0;
  Task Current;
  for (std::size_t I = 0; I < Tasks.size(); ++I) {
    Current = Tasks[I];
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Current' is assigned a copy of 'Tasks[I]' ({{.*}}, in each round of a loop) and is only read
    Sum += Current.Cost;
  }
  return Sum;
}

// An rvalue reference has a name.
struct Frame {
  void adopt(Names &&Rows) { Kept = Rows; }
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'Rows' is an rvalue reference, but it has a name: it is copied
  // CHECK-FIXES: void adopt(Names &&Rows) { Kept = std::move(Rows); }
  Names Kept;
};

std::vector<Names> rows() {
  Names A{"a"}, B{"b"};
  return {std::move(A), std::move(B)};
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::move(A)' moves into an initializer_list, and the container copies it from there
}

// Temporaries.
std::size_t both(const Names &A, const Names &B) {
  std::size_t Sum = 0;
  for (const auto &Each : {A, B})
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: the braces copy 'A' (24 bytes and what it holds on the heap) for a loop that only reads
    Sum += Each.size();
  return Sum;
}
std::size_t array(const Names &A, const Names &B) {
  const std::array<Names, 2> All{{A, B}};
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'All' holds copies of 'A' and others
  std::size_t Sum = 0;
  for (const Names &Each : All)
    Sum += Each.size();
  return Sum;
}
std::size_t size(const std::pair<std::string, Names> &E) {
  return E.second.size();
}
std::size_t convert(const std::map<std::string, Names> &M) {
  std::size_t Sum = 0;
  for (auto I = M.begin(); I != M.end(); ++I)
    Sum += size(*I);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: '*I' is of another type than the parameter 'E' and is copied for the call
  return Sum;
}

// Getters.
class Port {
public:
  Task task() const { return Kept; }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'task' returns a copy of a member ({{.*}}) to callers that only read it
  // CHECK-FIXES: const Task& task() const { return Kept; }
  void set(Task T) { Kept = std::move(T); }

private:
  Task Kept;
};
int cost(const Port &P) { return P.task().Cost; }

namespace benign {

struct Guarded {
  Names rows() const {
    std::lock_guard<std::mutex> Hold(Lock);
    return Rows;
  }
  mutable std::mutex Lock;
  Names Rows;
};
std::size_t count(const Guarded &G) { return G.rows().size(); }

struct Loader {
  Names lines() const { return Lines; }
  Names Lines;
};
std::size_t dangles() {
  const Names &Lines = Loader().lines();
  return Lines.size();
}

struct Kept {
  Names names() const { return All; }
  Names All;
};
Names takes(const Kept &K) { return K.names(); }

struct Cleared {
  Names names() const { return All; }
  void clear() { All.clear(); }
  Names All;
};
std::size_t clearing(Cleared &C) {
  const Names &Before = C.names();
  C.clear();
  return Before.size();
}

// The variable gets a value of its own, too.
std::string quoted(const std::string &A, bool Quote) {
  std::string S;
  S = A;
  if (Quote)
    S += '"';
  return S;
}
int changes(Names &Lines, void (*Edit)(std::string &)) {
  int Count = 0;
  std::string Last;
  for (auto &L : Lines) {
    Last = L;
    Edit(L);
    Count += Last != L;
  }
  return Count;
}
std::string outlives(std::vector<Task> Tasks) {
  std::string Name;
  {
    std::vector<Task> Mine = std::move(Tasks);
    Name = Mine.back().Name;
  }
  return Name.substr(1);
}
void stored(std::vector<std::pair<Task, int>> &Out, const Task &T) {
  Out.push_back(std::make_pair(T, 1));
}

// A reference to what the lambda is given would dangle when it is over.
template <typename F> void forEach(const Names &All, F Do) {
  for (const auto &Each : All)
    Do(std::string(Each));
}
std::size_t given(const Names &All) {
  std::string Last;
  forEach(All, [&Last](const std::string &Each) { Last = Each; });
  return Last.size();
}
std::string tried(const Names &Words) {
  std::string Word;
  try {
    Word = Words.at(0);
  } catch (const std::exception &) {
    return "";
  }
  return Word + "!";
}

// Read before it is assigned only.
std::size_t before(const Task &T) {
  Task Last;
  const std::size_t Size = Last.Steps.size();
  Last = T;
  return Size;
}

// Written down for the call; an overload that is there for convenience.
std::size_t depth(const std::pair<std::string, std::pair<int, int>> &E) {
  return E.first.size();
}
std::size_t literal() { return depth({"Name", {1, 2}}); }
struct Menu {
  bool add(const Names &Path) { return Path.size() > 1; }
  bool add(const std::string &A, const std::string &B) { return add({A, B}); }
};

} // namespace benign
