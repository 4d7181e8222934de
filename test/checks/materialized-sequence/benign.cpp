// RUN: %check_heapwise %s %t -- -std=c++20

#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

using Names = std::vector<std::string>;
void log(const std::string &S);

// Read twice, sorted, indexed, returned.
double spread(const std::map<int, double> &M) {
  std::vector<double> V;
  for (const auto &E : M)
    V.push_back(E.second);
  const double Mean = std::accumulate(V.begin(), V.end(), 0.0) / V.size();
  double Sum = 0;
  for (double X : V)
    Sum += (X - Mean) * (X - Mean);
  return Sum;
}
void sorted(const std::map<int, std::string> &M) {
  Names V;
  for (const auto &E : M)
    V.push_back(E.second);
  std::sort(V.begin(), V.end());
  for (const auto &S : V)
    log(S);
}
Names keys(const std::map<std::string, int> &M) {
  Names V;
  for (const auto &E : M)
    V.push_back(E.first);
  return V;
}
std::size_t asked(const Names &A, const Names &B) {
  const std::unordered_set<std::string> S(A.begin(), A.end());
  std::size_t Sum = 0;
  for (const auto &X : B)
    Sum += S.count(X);
  return Sum;
}

// The second loop changes what the first one reads.
void erase(std::map<int, std::string> &M) {
  std::vector<int> Empty;
  for (const auto &E : M)
    if (E.second.empty())
      Empty.push_back(E.first);
  for (int K : Empty)
    M.erase(K);
}
struct Event {
  std::map<int, std::function<void()>> Handlers;
  std::mutex Lock;
  void fire() {
    std::vector<std::function<void()>> Now;
    for (const auto &H : Handlers)
      Now.push_back(H.second);
    for (const auto &H : Now)
      H();
  }
  void drain() {
    std::vector<int> Ids;
    {
      std::lock_guard<std::mutex> Hold(Lock);
      for (const auto &H : Handlers)
        Ids.push_back(H.first);
    }
    for (int I : Ids)
      log(std::to_string(I));
  }
};

// All or nothing.
bool checked(const Names &N, int &Sum) {
  std::vector<int> Parsed;
  for (const auto &S : N) {
    if (S.empty())
      return false;
    Parsed.push_back(int(S.size()));
  }
  for (int P : Parsed)
    Sum += P;
  return true;
}

// Read in every round of another loop.
std::size_t nested(const Names &N, int Rounds) {
  std::vector<std::size_t> Sizes;
  for (const auto &S : N)
    Sizes.push_back(S.size());
  std::size_t Sum = 0;
  for (int I = 0; I < Rounds; ++I)
    for (std::size_t S : Sizes)
      Sum += S * I;
  return Sum;
}

// Strings that have to be strings.
void kept(std::set<std::string> &Out, const std::string &S) {
  Out.insert(S.substr(1));
}
int lookUp(const std::map<std::string, int> &M, std::string_view Key) {
  return M.count(std::string(Key));
}
int number(const std::string &S) { return std::stoi(S.substr(1)); }
std::size_t changed(std::string &S) {
  const std::string Tail = S.substr(2);
  S.clear();
  return Tail.size();
}
std::string joined(const std::string &S) {
  std::string Tail = S.substr(2);
  return Tail + "x";
}
void unseen(const Names &N);
void handed(const Names &N) {
  Names Tail(N.begin() + 1, N.end());
  unseen(Tail);
}
std::string temporary();
bool dangling() {
  const std::string Tail = temporary().substr(1);
  return Tail.empty();
}

// All are started before one is waited for.
std::shared_future<void> start(int Job);
void waitForAll(int Jobs) {
  std::vector<std::shared_future<void>> Running;
  for (int Job = 0; Job < Jobs; ++Job)
    Running.push_back(start(Job));
  for (const auto &Each : Running)
    Each.get();
}

// The second loop needs what the first one has worked out from them all.
double shares(const std::map<int, double> &M) {
  std::vector<double> V;
  double Sum = 0;
  for (const auto &E : M) {
    V.push_back(E.second);
    Sum += E.second;
  }
  double Out = 0;
  for (double X : V)
    Out += X / Sum;
  return Out;
}
std::size_t padding(const Names &N) {
  std::vector<std::size_t> Widths;
  std::size_t Widest = 0;
  for (const auto &S : N) {
    Widths.push_back(S.size());
    Widest = std::max(Widest, S.size());
  }
  std::size_t Sum = 0;
  for (std::size_t W : Widths)
    Sum += Widest - W;
  return Sum;
}
std::size_t lettersOfFew(const Names &N) {
  Names Copy;
  int Count = 0;
  for (const auto &S : N) {
    Copy.push_back(S);
    ++Count;
  }
  if (Count > 100)
    return 0;
  std::size_t Sum = 0;
  for (const auto &S : Copy)
    Sum += S.size();
  return Sum;
}
double relative(const std::map<int, double> &M) {
  std::vector<double> V;
  double Top = 1;
  for (const auto &E : M) {
    V.push_back(E.second);
    if (E.second > Top)
      Top = E.second;
  }
  return std::accumulate(V.begin(), V.end(), 0.0,
                         [Top](double A, double X) { return A + X / Top; });
}
// Neighbours, or from the end.
double differences(const std::map<int, double> &M) {
  std::vector<double> V;
  for (const auto &E : M)
    V.push_back(E.second);
  double Sum = 0;
  for (std::size_t I = 1; I < V.size(); ++I)
    Sum += V[I] - V[I - 1];
  return Sum;
}
double backwards(const std::map<int, double> &M) {
  std::vector<double> V;
  for (const auto &E : M)
    V.push_back(E.second);
  double Sum = 0;
  for (std::size_t I = V.size(); I-- > 0;)
    Sum = Sum / 2 + V[I];
  return Sum;
}
double everySecond(const std::map<int, double> &M) {
  std::vector<double> V;
  for (const auto &E : M)
    V.push_back(E.second);
  double Sum = 0;
  for (std::size_t I = 0; I < V.size(); ++I) {
    Sum += V[I];
    ++I;
  }
  return Sum;
}
void views(std::vector<std::string_view> &Out, const std::string &S) {
  std::string Tail = S.substr(1);
  Out.push_back(Tail);
}
bool ordered(const std::set<std::string> &Keys, const std::string &S) {
  return Keys.count(S.substr(3)) != 0;
}
bool changesBehind(std::string *S) {
  auto Head = S->substr(0, 3);
  S->erase(0, 3);
  return Head == "abc";
}
double product(const std::map<int, double> &A, const std::map<int, double> &B) {
  std::vector<double> X, Y;
  for (const auto &E : A)
    X.push_back(E.second);
  for (const auto &E : B)
    Y.push_back(E.second);
  double Sum = 0;
  for (std::size_t I = 0; I < X.size(); ++I)
    Sum += X[I] * Y[I];
  return Sum;
}
void sortedForNothing(const std::vector<int> &Numbers) {
  auto V = Numbers;
  std::sort(V.begin(), V.end());
}
