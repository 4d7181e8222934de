// case: graph_cut_by_owner
// what: nodes own their neighbours in both directions; the graph, which is not part of it, cuts every edge when it goes
// trap: a.push_back(b), b.push_back(a)
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct City {
  std::vector<std::shared_ptr<City>> roads;
};
class Map {
public:
  ~Map() {
    for (auto &city : cities_)
      city->roads.clear();
  }
  std::shared_ptr<City> build() { return cities_.emplace_back(std::make_shared<City>()); }
  void road(const std::shared_ptr<City> &a, const std::shared_ptr<City> &b) {
    a->roads.push_back(b);
    b->roads.push_back(a);
  }

private:
  std::vector<std::shared_ptr<City>> cities_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<City> watch;
  {
    Map m;
    auto a = m.build(), b = m.build();
    m.road(a, b);
    watch = b;
    if (a->roads[0] != b)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
