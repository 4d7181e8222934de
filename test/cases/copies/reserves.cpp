// evidence: proved
// std: c++20
// Loops of known length that add to an empty container.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>
using Names = std::vector<std::string>;
using Bytes = std::vector<unsigned char>;
struct Row {
  std::string name;
  Names tags;
  double value;
};
Names r01(const Names &n) {
  Names o;
  for (size_t i = 0; i < n.size(); ++i) {
    if (n[i].empty())
      o.push_back("-");  // EXPECT: reserve
    else
      o.push_back(n[i]);
  }
  return o;
}
std::string r02(const Names &n) {
  std::string s;
  for (auto &x : n)
    s.append(1, x[0]);  // EXPECT: reserve
  return s;
}
Names r03(const Names &n) {
  Names o;
  std::transform(n.begin(), n.end(), std::back_inserter(o),  // EXPECT: reserve
                 [](auto &s) { return s + "x"; });
  return o;
}
struct C {
  Names o;
  C(const Names &n) {
    for (auto &x : n)
      o.push_back(x + "a");  // EXPECT: reserve
  }
  void re(const Names &n) {
    o.clear();
    for (auto &x : n)
      o.push_back(x + "a");  // EXPECT: reserve
  }
};
std::unordered_map<std::string, int> r04(const Names &n) {
  std::unordered_map<std::string, int> m;
  for (auto &x : n)
    m[x] = 1;  // EXPECT: reserve
  return m;
}
Names r05(size_t n) {
  Names o;
  for (size_t i = n; i > 0; --i)
    o.push_back("x");  // EXPECT: reserve
  return o;
}
Names r06(size_t n) {
  Names o;
  size_t i = 0;
  while (i < n) {
    o.push_back("x");  // EXPECT: reserve
    ++i;
  }
  return o;
}
Names r07(const std::map<int, std::string> &m) {
  Names o;
  for (auto it = m.begin(); it != m.end(); it++)
    o.push_back(it->second);  // EXPECT: reserve
  return o;
}
Names r08(const Names &a, const Names &b) {
  Names o;
  for (auto &x : a)
    o.push_back(x);  // EXPECT: reserve
  for (auto &x : b)
    o.push_back(x);
  return o;
}
std::vector<int> r09(const std::vector<std::vector<int>> &m) {
  std::vector<int> o;
  for (auto &r : m)
    o.insert(o.end(), r.begin(), r.end());
  return o;
}
Names r10(size_t n) {
  Names o;
  do {
    o.push_back("x");
  } while (--n);
  return o;
}
std::string hex(const Bytes &b) {
  std::string s;
  for (auto x : b) {
    s += "0123"[x >> 4];  // EXPECT: reserve
    s += "0123"[x & 15];
  }
  return s;
}
Names r11(int n) {
  auto o = Names();
  for (int i = 0; i < n; i++) {
    auto s = std::to_string(i);
    o.push_back(s);  // EXPECT: reserve
  }
  return o;
}
Names r12(const Names &n) {
  auto o = std::make_unique<Names>();
  for (auto &x : n)
    o->push_back(x + "a");
  return *o;
}
Names r13(const Names &n) {
  Names o;
  std::for_each(n.begin(), n.end(), [&](auto &s) { o.push_back(s); });
  return o;
}
std::vector<std::unique_ptr<Row>> r14(int n) {
  std::vector<std::unique_ptr<Row>> o;
  for (int i = 0; i < n; ++i) {
    auto r = std::make_unique<Row>();
    o.push_back(std::move(r));  // EXPECT: reserve
  }
  return o;
}
