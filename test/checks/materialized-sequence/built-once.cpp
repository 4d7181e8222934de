// RUN: %check_heapwise %s %t -- -std=c++17

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using Names = std::vector<std::string>;
struct Row {
  std::string Name;
  Names Tags;
};

std::size_t letters(const std::map<std::string, double> &M) {
  Names Keys;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Keys' is filled only to be looped over once [heapwise-materialized-sequence]
  Keys.reserve(M.size());
  for (const auto &E : M)
    Keys.push_back(E.first);
  std::size_t Sum = 0;
  for (const auto &K : Keys)
    Sum += K.size();
  return Sum;
}

double largest(const std::map<std::string, double> &M) {
  std::vector<double> Values;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'Values' is filled only to be read by one algorithm
  for (const auto &E : M)
    Values.push_back(E.second);
  return Values.empty() ? 0 : *std::max_element(Values.begin(), Values.end());
}

std::size_t widest(const std::string &Text) {
  std::istringstream In(Text);
  Names Lines;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Lines' is filled only to be looped over once
  for (std::string L; std::getline(In, L);)
    Lines.push_back(L);
  std::size_t Best = 0;
  for (const auto &L : Lines)
    Best = std::max(Best, L.size());
  return Best;
}

std::size_t tagged(const std::vector<Row> &Rows) {
  std::vector<Row> Hits;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'Hits' is filled only to be counted
  for (const Row &R : Rows)
    if (!R.Tags.empty())
      Hits.push_back(R);
  return Hits.size();
}

std::size_t algorithm(const Names &N) {
  std::vector<std::size_t> Sizes;
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'Sizes' is filled only to be looped over once
  std::transform(N.begin(), N.end(), std::back_inserter(Sizes),
                 [](const auto &S) { return S.size(); });
  std::size_t Sum = 0;
  for (std::size_t S : Sizes)
    Sum += S;
  return Sum;
}

const Names &page();
struct Page {
  void add(const Names &N) { All.insert(All.end(), N.begin(), N.end()); }
  Names All;
};
Page window(const Page &P, std::size_t From) {
  Names Rows = P.All;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Rows' copies 'P.All' (24 bytes and what it holds on the heap) only to cut or reverse it and read what is left
  Rows.erase(Rows.begin(), Rows.begin() + From);
  std::reverse(Rows.begin(), Rows.end());
  Page Out;
  Out.add(Rows);
  return Out;
}

// By index, by iterator.
double byIndex(const std::map<int, double> &M) {
  std::vector<double> V;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'V' is filled only to be looped over once
  for (const auto &E : M)
    V.push_back(E.second);
  double Sum = 0;
  for (std::size_t I = 0; I < V.size(); ++I)
    Sum += V[I];
  return Sum;
}
double byIterator(const std::map<int, double> &M) {
  std::vector<double> V;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'V' is filled only to be looped over once
  for (const auto &E : M)
    V.push_back(E.second);
  double Sum = 0;
  for (auto I = V.begin(); I != V.end(); ++I)
    Sum += *I;
  return Sum;
}
// What the first loop works out is only used later.
double later(const std::map<int, double> &M) {
  std::vector<double> V;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'V' is filled only to be looped over once
  int Count = 0;
  for (const auto &E : M) {
    V.push_back(E.second);
    ++Count;
  }
  double Sum = 0;
  for (double X : V)
    Sum += X;
  return Sum / Count;
}
