// evidence: proved
// std: c++17
// Copies that are only read.
#include <algorithm>
#include <any>
#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
using Names = std::vector<std::string>;
using Book = std::map<std::string, Names>;
struct Page {
  std::string title;
  Names lines;
  std::map<std::string, std::string> meta;
  const Names &text() const { return lines; }
  Names &mut() { return lines; }
  std::optional<Names> opt;
  std::array<Names, 3> arr;
  Names raw[3];
  std::variant<Names, int> var;
};
struct Sh {
  Page cover;
  std::vector<Page> pages;
  Book index;
  std::unique_ptr<Page> extra;
  std::shared_ptr<Page> sp;
  static Names shared;
  const Page &front() const { return cover; }
  Page *ptr;
  const Book &book() const { return index; }
  Book &book() { return index; }
  size_t a01() {
    auto x = cover.text();  // EXPECT: copy
    return x.size();
  }
  size_t a02() {
    auto x = this->cover.lines;  // EXPECT: copy
    return x.size();
  }
  size_t a03() const {
    auto x = front().lines;  // EXPECT: copy
    return x.size();
  }
  size_t a04() const {
    auto x = shared;  // EXPECT: copy
    return x.size();
  }
  size_t a05() {
    auto b = book();  // EXPECT: copy
    return b.size();
  }
  size_t a06() const {
    auto p = *sp;  // EXPECT: copy
    return p.lines.size();
  }
  size_t a07() const {
    auto p = ptr->lines;  // EXPECT: copy
    return p.size();
  }
  size_t a08() const {
    if (auto x = cover.lines; !x.empty())  // EXPECT: copy
      return x.size();
    return 0;
  }
  size_t a09() const {
    auto x = extra->text();  // EXPECT: copy
    return x.size();
  }
};
extern const Book gb;
Book sess;
const Names &pick(const Book &b, const std::string &k) { return b.at(k); }
const Names &unseen(const Book &b);
size_t b01(const std::tuple<int, Names> &t) {
  auto n = std::get<1>(t);  // EXPECT: copy
  return n.size();
}
size_t b02(const std::variant<int, Names> &t) {
  auto n = std::get<Names>(t);  // EXPECT: copy
  return n.size();
}
size_t b03(const Book &b) {
  auto n = b.at("k");  // EXPECT: copy
  return n.size();
}
size_t b04(const std::optional<Names> &o) {
  auto n = *o;  // EXPECT: copy
  return n.end() - n.begin();
}
size_t b05(const std::optional<Names> &o) {
  Names n = o.value();  // EXPECT: copy
  return n.end() - n.begin();
}
size_t b06(const Page &p, int i) {
  auto n = p.raw[i];  // EXPECT: copy
  return n.size();
}
size_t b07(const Page &p, int i) {
  auto n = p.arr[i];  // EXPECT: copy
  return n.size();
}
size_t b08(const std::list<Names> &l) {
  auto it = l.begin();
  auto n = *it;
  return n.size();
}
size_t b09(const Page *p) {
  auto n = *p;  // EXPECT: copy
  return n.lines.size();
}
size_t b10(const std::vector<Page> &v) {
  auto n = v.back().lines;  // EXPECT: copy
  return n.size();
}
size_t b11() {
  auto b = sess;  // EXPECT: copy
  return b.size();
}
size_t b12(const Book &b) {
  auto n = pick(b, "x");  // EXPECT: copy
  return n.size();
}
size_t b13(const Book &b) {
  auto n = unseen(b);  // EXPECT: copy
  return n.size();
}
size_t b14(const std::pair<Names, int> &p) {
  auto [n, i] = p;  // EXPECT: copy
  return n.size() + i;
}
size_t b15(const Page &p) {
  auto q = std::make_unique<Page>(p);  // EXPECT: copy
  return q->lines.size();
}
size_t b16(const Names &n) {
  std::optional<Names> o = n;  // EXPECT: copy
  return o->size();
}
size_t b17(const Names &n) {
  auto o = std::make_optional(n);  // EXPECT: copy
  return o->size();
}
size_t b18(Book &b) {
  for (auto &kv : b) {
    auto n = kv.second;  // EXPECT: copy
    if (n.size() > 3)
      return n.size();
  }
  return 0;
}
size_t b19(const Book &b) {
  for (const auto &[k, v] : b) {
    auto n = v;  // EXPECT: copy
    if (n.size() > 3)
      return n.size();
  }
  return 0;
}
size_t b20(const std::map<int, Book> &b) {
  size_t s = 0;
  for (auto [k, v] : b) {  // EXPECT: copy
    s += v.count("x") + v.find("y")->second.size();
  }
  return s;
}
size_t b21(const std::map<int, Book> &b) {
  size_t s = 0;
  for (auto kv : b) {  // EXPECT: copy
    s += kv.second.find("y")->second.size();
  }
  return s;
}
size_t b22(std::optional<Names> o) { return o ? o->size() : 0; }  // EXPECT: copy
size_t b23(Names n) {  // EXPECT: copy
  return std::accumulate(
      n.begin(), n.end(), size_t(0),
      [](size_t a, const std::string &s) { return a + s.size(); });
}
bool b24(std::set<std::string> s, const std::string &k) {  // EXPECT: copy
  return s.find(k) != s.end();
}
size_t b25(std::vector<int> v) {  // EXPECT: copy
  const int *p = v.data();
  return p[0];
}
int b26(std::map<int, int> m) {  // EXPECT: copy
  auto it = m.lower_bound(3);
  return it == m.end() ? 0 : it->second;
}
int b27(std::vector<int> v) { return v.at(0) + v.back(); }  // EXPECT: copy
int b28(std::vector<int> v) {  // EXPECT: copy
  int s = 0;
  for (size_t i = 0; i < v.size(); ++i)
    s += v[i];
  return s;
}
int b29(std::vector<int> v) {  // EXPECT: copy
  int s = 0;
  for (auto i = v.begin(); i != v.end(); ++i)
    s += *i;
  return s;
}
int b30(std::variant<Names, int> v) {  // EXPECT: copy
  return std::visit([](const auto &x) { return int(sizeof x); }, v);
}
int b31(std::tuple<Names, int> v) { return std::get<0>(v).size(); }  // EXPECT: copy
int b32(std::vector<int> v) { return *std::max_element(v.begin(), v.end()); }  // EXPECT: copy
int b33(std::list<int> v) { return v.front(); }  // EXPECT: copy
std::string b34(const Page &p) {
  std::string t;
  t = p.title;  // EXPECT: copy
  return std::string(1, t[0]);
}
int b35(const std::vector<Page> &ps) {
  Page best;
  for (const auto &p : ps)
    if (p.lines.size() > 3)
      best = p;  // EXPECT: copy
  return best.lines.size();
}
int b36(const Names &n) {
  std::vector<int> v{1, 2};
  std::for_each(v.begin(), v.end(), [n](int i) { (void)n[i]; });  // EXPECT: copy
  return 0;
}
int b37(const Names &n) {
  return [n] { return n.size(); }();  // EXPECT: copy
}
int b38(const Names &n) {
  const auto f = [n](int i) { return n[i].size(); };  // EXPECT: copy
  return f(1) + f(2);
}
template <class F> int run(F &&f) { return f(3); }
int b39(const Names &n) {
  return run([n](int i) { return int(n[i].size()); });  // EXPECT: copy
}
int b40(const Names &n) {
  std::function<int(int)> f = [n](int i) { return int(n[i].size()); };  // EXPECT: copy
  return f(2);
}
int b41(const Page &p) {
  auto l = [p = p] { return p.lines.size(); };  // EXPECT: copy
  return l();
}
int b42(const Page &pg) {
  auto l = [t = pg.lines] { return t.size(); };  // EXPECT: copy
  return l();
}
struct Big {
  char d[4096];
  int n;
};
int b43(const Big &b) {
  Big c = b;  // EXPECT: copy
  return c.n;
}
int b44(const std::vector<Big> &v) {
  int s = 0;
  for (auto b : v)  // EXPECT: copy
    s += b.n;
  return s;
}
struct BG {
  Big get() const { return b; }  // EXPECT: copy
  Big b;
};
int b45(const BG &g) { return g.get().n; }
int b46(const Big *p) {
  Big c = *p;  // EXPECT: copy
  return c.d[3];
}
int b47(const std::vector<Big> &v, int i) {
  auto b = v[i];  // EXPECT: copy
  return b.n;
}
int b48(const Big &b) {
  auto f = [=] { return b.n; };  // EXPECT: copy
  return f();
}
struct Mv {
  Names n;
  Mv(Names &&x) : n(x) {}  // EXPECT: copy
  void set(Names &&x) { n = x; }  // EXPECT: copy
  void add(std::string &&s) { n.push_back(s); }  // EXPECT: copy
};
std::vector<Names> b49(Names a, Names b) {
  std::vector<Names> v{std::move(a), std::move(b)};  // EXPECT: copy
  return v;
}
int b50(const Names &a, const Names &b) {
  std::vector<Names> all{a, b};  // EXPECT: copy
  int s = 0;
  for (auto &x : all)
    s += x.size();
  return s;
}
int b51(const Names &a, const Names &b) {
  Names all[] = {a, b};  // EXPECT: copy
  int s = 0;
  for (auto &x : all)
    s += x.size();
  return s;
}
int b52(const Names &a, const Names &b) {
  int s = 0;
  for (auto &x : std::vector<Names>{a, b})  // EXPECT: copy
    s += x.size();
  return s;
}
inline int use(const std::optional<Names> &o) { return o ? o->size() : 0; }
int b53(const Names &a) { return use(a); }  // EXPECT: copy
inline int use2(const std::tuple<Names, int> &o) {
  return std::get<0>(o).size();
}
int b54(const Names &a) { return use2(std::make_tuple(a, 1)); }  // EXPECT: copy
int b55(const Names &a) { return use2({a, 1}); }  // EXPECT: copy
inline int use3(const Names &o) { return o.size(); }
int b56(const std::string &a, const std::string &b) { return use3({a, b}); }  // EXPECT: copy
struct Acc {
  std::string name_;
  Names n;
  std::string name() const { return name_; }  // EXPECT: copy
  Names get() const { return n; }  // EXPECT: copy
  const std::string &ref() const { return name_; }
  Names all() { return n; }  // EXPECT: copy
  auto au() const { return n; }  // EXPECT: copy
};
int b57(const Acc &a) {
  std::string s = a.name();
  return s.size();
}
int b58(const Acc &a) {
  int s = 0;
  for (const auto &x : a.get())
    s += x.size();
  return s;
}
int b59(Acc &a) { return a.all().size(); }
int b60(const Acc &a) { return a.au().size(); }
int b61(const std::vector<std::shared_ptr<Page>> &v) {
  int s = 0;
  for (size_t i = 0; i < v.size(); ++i) {
    auto p = v[i];
    s += p->lines.size();
  }
  return s;
}
int b62(const std::vector<std::shared_ptr<Page>> &v) {
  int s = 0;
  for (auto p : v) {
    s += p->lines.size();
  }
  return s;
}
int b63(const Names &n) {
  Names c(n.begin(), n.end());  // EXPECT: sequence
  return c.size();
}
int b64(const Names &n) {
  Names c;
  c = n;  // EXPECT: copy
  return c.size();
}
int b65(const Names &n) {
  Names c;  // EXPECT: sequence
  std::copy(n.begin(), n.end(), std::back_inserter(c));  // EXPECT: reserve
  int s = 0;
  for (auto &x : c)
    s += x.size();
  return s;
}
