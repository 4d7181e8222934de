// RUN: %check_heapwise --std=c++20 %s %t

// A vector moves its elements as it grows: not where an iterator or a
// reference leads to one of them meanwhile.
#include <list>
#include <map>
#include <vector>

void iterator(int n) {
  std::list<short> all;
  all.push_back(0);
  auto first = all.begin();
  for (int i = 0; i < n; ++i) {
    all.push_back(1);
    *first += 1;
  }
}

void reference(int n) {
  std::list<short> all;
  all.push_back(0);
  short &first = all.front();
  for (int i = 0; i < n; ++i) {
    all.push_back(1);
    first += 1;
  }
}

// The list is its own work list.
int loop(int n) {
  std::list<int> work;
  work.push_back(n);
  int turns = 0;
  for (auto it = work.begin(); it != work.end(); ++it, ++turns)
    for (int k = 1; k < *it; ++k)
      work.push_back(*it - k);
  return turns;
}
int range(int n) {
  std::list<int> work;
  work.push_back(n);
  int turns = 0;
  for (int x : work) {
    ++turns;
    for (int k = 1; k < x; ++k)
      work.push_back(x - k);
  }
  return turns;
}

int element_of_a_map(int n) {
  std::map<int, int> all;
  int &zero = all[0];
  for (int i = 1; i < n; ++i) {
    all[i] = i;
    zero += i;
  }
  return all.at(0);
}
int place_of_an_insertion(int n) {
  std::map<int, int> all;
  auto [first, fresh] = all.emplace(0, 1);
  for (int i = 1; i < n; ++i) {
    all.emplace(i, i);
    first->second += fresh;
  }
  return all.at(0);
}
int handle_from_a_handle(int n) {
  std::map<int, int> all;
  auto it = all.begin();
  for (int i = 0; i < n; ++i) {
    if (i > 0)
      it->second += 1;
    all[i] = i;
    it = all.find(i);
  }
  return all.at(0);
}

// The loop calls what adds elements.
class Events {
public:
  void add(short kind) { all_.push_back(kind); }
  void run() {
    for (short kind : all_)
      handle(kind);
  }
  void fill(int n) {
    for (int i = 0; i < n; ++i)
      add(1);
  }

private:
  void handle(short kind) {
    if (kind > 0)
      add(kind - 1);
  }
  std::list<short> all_;
};
void process(Events &e, int n) {
  e.fill(n);
  e.run();
}

// The same with handles that are gone when the next element comes.
long gone(int n) {
  // CHECK-MESSAGES: :[[@LINE+1]]:20: warning: 'all' takes 32 bytes for each of about 1000 elements; a std::vector takes 4
  std::list<float> all;
  for (int i = 0; i < n; ++i) {
    all.push_back(i);
    float &last = all.back();
    last += 2;
  }
  float sum = 0;
  for (auto it = all.begin(); it != all.end(); ++it)
    sum += *it;
  return sum;
}
double instead(const std::vector<int> &which, int n) {
  // CHECK-MESSAGES: :[[@LINE+1]]:24: warning: 'all' takes 48 bytes for each of about 1000 elements; a std::vector that the key indexes takes 4
  std::map<int, float> all;
  for (int i = 0; i < n; ++i) {
    auto it = all.find(i);
    if (it == all.end())
      all.emplace(i, 1);
    else
      it->second += which[i];
  }
  for (int i = 0; i < n; ++i) {
    auto it = all.find(i);
    if (it == all.end()) {
      all.emplace(i, 1);
      continue;
    }
    it->second += 1;
  }
  return all.at(0);
}
