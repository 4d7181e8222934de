// case: p2_intrusive_shape
// pattern: P2 (intrusive pointer recognisable only by its shape; ref counts by free functions)
// evidence: proved
// cross-tu: no
// what: Handle<T> increments in its copy constructor through an unqualified call; the scene and its lights own each other
// fix: the light keeps a raw pointer
#include <utility>
#include <vector>

template <class T> class Handle {
  T *raw = nullptr;

public:
  Handle() = default;
  Handle(T *p) : raw(p) {
    if (raw)
      addUser(raw);
  }
  Handle(const Handle &o) : raw(o.raw) {
    if (raw)
      addUser(raw);
  }
  Handle &operator=(const Handle &o) {
    Handle copy(o);
    std::swap(raw, copy.raw);
    return *this;
  }
  ~Handle() {
    if (raw)
      dropUser(raw);
  }
  T *operator->() const { return raw; }
  T *get() const { return raw; }
};

class Resource {
public:
  virtual ~Resource() { --alive; }
  static int alive;

protected:
  Resource() { ++alive; }

private:
  int users_ = 0;
  friend void addUser(Resource *r) { ++r->users_; }
  friend void dropUser(Resource *r) {
    if (--r->users_ == 0)
      delete r;
  }
};
int Resource::alive = 0;

class Stage;
class Light : public Resource {
public:
#ifndef FIXED
  Handle<Stage> stage; // EXPECT-ANY: cycle
#else
  Stage *stage = nullptr;
#endif
};
class Stage : public Resource {
public:
  void add(Light *light) {
    lights.push_back(Handle<Light>(light)); // EXPECT-ANY: cycle
    light->stage = this; // EXPECT-ANY: cycle
  }
  std::vector<Handle<Light>> lights;
};

#ifdef PROVE
int main() {
  {
    Handle<Stage> stage(new Stage);
    stage->add(new Light);
    stage->add(new Light);
    if (Resource::alive != 3)
      return 2;
  }
  return Resource::alive == 0 ? 0 : 1;
}
#endif
