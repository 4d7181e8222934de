// case: graph_with_arena
// what: the graph owns the nodes, the edges in both directions are raw pointers
// trap: in/out lists on both ends, written in one function
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct Vertex {
  std::vector<Vertex *> in, out;
};
class Graph {
public:
  Vertex *add() { return vertices_.emplace_back(std::make_shared<Vertex>()).get(); }
  static void link(Vertex *a, Vertex *b) {
    a->out.push_back(b);
    b->in.push_back(a);
  }
  std::weak_ptr<Vertex> first() const { return vertices_.front(); }

private:
  std::vector<std::shared_ptr<Vertex>> vertices_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Vertex> watch;
  {
    Graph g;
    auto *a = g.add(), *b = g.add();
    Graph::link(a, b), Graph::link(b, a);
    watch = g.first();
    if (a->in.size() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
