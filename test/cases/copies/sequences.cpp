// evidence: proved
// std: c++20
// Sequences that are built or copied to be read once.
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
int m01(const Names &n) {
  Names c;  // EXPECT: sequence
  std::copy_if(n.begin(), n.end(), std::back_inserter(c),
               [](const std::string &s) { return s.size() > 3; });
  int s = 0;
  for (auto &x : c)
    s += x.size();
  return s;
}
int m02(const std::vector<Row> &r) {
  std::vector<double> v;  // EXPECT: sequence
  for (auto &x : r)
    v.push_back(x.value);
  return std::accumulate(v.begin(), v.end(), 0.0);
}
bool m03(const std::vector<Row> &r) {
  std::vector<bool> v;  // EXPECT: sequence
  for (auto &x : r)
    v.push_back(x.value > 3);
  return std::any_of(v.begin(), v.end(), [](bool b) { return b; });
}
int m04(const std::vector<Row> &r) {
  Names v;  // EXPECT: sequence
  for (auto &x : r)
    if (x.value > 3)
      v.push_back(x.name);
  return v.empty();
}
int m05(const std::map<std::string, int> &m) {
  std::set<std::string> k;
  for (auto &x : m)
    k.insert(x.first);
  int s = 0;
  for (auto &x : k)
    s += x.size();
  return s;
}
bool m06(const Names &n, const std::string &k) {
  std::set<std::string> s(n.begin(), n.end());  // EXPECT: sequence
  return s.count(k);
}
bool m07(const Names &n, const std::string &k) {
  std::unordered_set<std::string> s;  // EXPECT: sequence
  for (auto &x : n)
    s.insert(x);  // EXPECT: reserve
  return s.find(k) != s.end();
}
std::string m08(const Names &n) {
  Names c(n);  // EXPECT: sequence
  std::reverse(c.begin(), c.end());
  std::string o;
  for (auto &x : c)
    o += x;
  return o;
}
int m09(const std::vector<int> &v) {
  std::vector<int> s = v;  // EXPECT: sequence
  std::sort(s.begin(), s.end());
  return s.back();
}
int m10(const std::vector<int> &v) {
  std::vector<int> s(v);
  std::sort(s.begin(), s.end());
  return s[0];
}
int m11(const std::string &t) {
  std::istringstream in(t);
  std::vector<std::string> w{std::istream_iterator<std::string>(in), {}};
  return w.size();
}
std::string m12(const Names &n) {
  Names parts;  // EXPECT: sequence
  for (auto &x : n)
    parts.push_back(x + ",");  // EXPECT: reserve
  std::string o;
  for (auto &p : parts)
    o += p;
  return o;
}
int m13(int k) {
  std::vector<int> v(k);
  std::iota(v.begin(), v.end(), 0);
  int s = 0;
  for (int x : v)
    s += x;
  return s;
}
int m14(const Names &n) {
  std::string all;
  for (auto &x : n)
    all += x;
  return all.size();
}
int m15(std::list<int> &l) {
  std::vector<int> v(l.begin(), l.end());  // EXPECT: sequence
  int s = 0;
  for (int x : v)
    s += x;
  return s;
}
int m16(const std::map<int, Row> &m) {
  std::vector<const Row *> v;  // EXPECT: sequence
  for (auto &x : m)
    v.push_back(&x.second);
  int s = 0;
  for (auto p : v)
    s += p->value;
  return s;
}
inline unsigned ck(const Bytes &b) {
  unsigned c = 0;
  for (auto x : b)
    c += x;
  return c;
}
inline double sum(std::span<const double> v) {
  double s = 0;
  for (double x : v)
    s += x;
  return s;
}
inline bool bl(std::string_view s) { return s.empty(); }
inline size_t words(const std::string &s) {
  return std::count(s.begin(), s.end(), ' ');
}
unsigned s01(const Bytes &p) { return ck(Bytes(p.begin() + 4, p.end())); }  // EXPECT: sequence
double s02(const std::vector<double> &v) {
  return sum(std::vector<double>(v.begin() + 1, v.end()));  // EXPECT: sequence
}
double s03(const std::vector<double> &v) {
  std::vector<double> t(v.begin() + 1, v.end());  // EXPECT: sequence
  return sum(t);
}
bool s04(const std::string &s) { return bl(s.substr(2)); }  // EXPECT: sequence
size_t s05(const std::string &s) { return words(s.substr(2)); }  // EXPECT: sequence
bool s06(const std::string &s) {
  auto t = s.substr(2, 3);  // EXPECT: sequence
  return t == "abc";
}
bool s07(const std::string &s) { return s.substr(0, 2) == "ab"; }  // EXPECT: sequence
int s08(const std::string &s) {
  int n = 0;
  for (char c : s.substr(3))  // EXPECT: sequence
    n += c;
  return n;
}
int s09(const std::string &s) {
  for (size_t i = 0; i < 3; ++i) {
    std::string t = s.substr(i, 3);  // EXPECT: sequence
    if (t == "abc")
      return i;
  }
  return 0;
}
bool s10(const char *p, size_t n) {
  std::string s(p, n);  // EXPECT: sequence
  return s.find('x') != s.npos;
}
bool s11(std::string_view v) {
  return std::string(v).find('x') != std::string::npos;  // EXPECT: sequence
}
bool s12(std::string_view v) {
  auto s = std::string(v);  // EXPECT: sequence
  return s.size() > 3 && s[2] == 'x';
}
double s13(const double *p, size_t n) {
  std::vector<double> v(p, p + n);  // EXPECT: sequence
  double s = 0;
  for (double x : v)
    s += x;
  return s;
}
int s14(const Bytes &p) {
  std::vector<unsigned char> h(p.begin(), p.begin() + 4);  // EXPECT: sequence
  return h[0] + h[1];
}
int s15(const std::vector<int> &v) {
  int s = 0;
  for (int x : std::vector<int>(v.begin() + 1, v.end()))  // EXPECT: sequence
    s += x;
  return s;
}
int s16(const std::vector<int> &v) {
  std::vector<int> tail{v.begin() + 1, v.end()};  // EXPECT: sequence
  return *std::max_element(tail.begin(), tail.end());
}
bool s17(const std::string &a, const std::string &b) {
  const std::string x = a.substr(1), y = b.substr(1);  // EXPECT: sequence
  return x == y;
}
bool s18(const std::string &s) {
  switch (s.substr(1)[0]) {  // EXPECT: sequence
  case 'a':
    return true;
  }
  return false;
}
size_t s19(const std::string &s) {
  std::string ext(s, s.rfind('.'));  // EXPECT: sequence
  return ext.size();
}
size_t s20(const std::string &s) {
  std::string ext(s.begin() + 2, s.end());  // EXPECT: sequence
  return ext.size();
}
