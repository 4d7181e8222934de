// RUN: %check_heapwise %s %t

// Smart pointers of the project's own, told from one another by what their
// destructor does.
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace counted_by_reset {
struct Counted {
  int Count = 0;
  void retain() { ++Count; }
  void release() {
    if (--Count == 0)
      delete this;
  }
  virtual ~Counted() = default;
};
template <class T> class Ref {
  T *P = nullptr;

public:
  Ref() = default;
  Ref(T *P) : P(P) {
    if (P)
      P->retain();
  }
  Ref(const Ref &O) : P(O.P) {
    if (P)
      P->retain();
  }
  Ref &operator=(Ref O) {
    std::swap(P, O.P);
    return *this;
  }
  ~Ref() { reset(); }
  void reset() {
    if (P)
      P->release();
    P = nullptr;
  }
  T *operator->() const { return P; }
};
struct Node : Counted {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Up'
  Ref<Node> Up;
  std::vector<Ref<Node>> Kids;
  void add(Node *K) {
    Kids.push_back(K);
    K->Up = this;
  }
};
} // namespace counted_by_reset

namespace counted_in_a_local {
struct Object {
  int Count = 0;
};
template <class T> class Ref {
  T *P = nullptr;

public:
  Ref() = default;
  Ref(T *Q) : P(Q) {
    if (P)
      ++P->Count;
  }
  Ref(const Ref &O) : Ref(O.P) {}
  Ref &operator=(const Ref &O) {
    Ref Copy(O);
    std::swap(P, Copy.P);
    return *this;
  }
  ~Ref() {
    T *Q = P;
    if (Q && --Q->Count == 0)
      delete Q;
  }
  T *operator->() const { return P; }
};
struct Widget : Object {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Widget::Up'
  Ref<Widget> Up;
  std::vector<Ref<Widget>> Kids;
};
void add(const Ref<Widget> &P, const Ref<Widget> &K) {
  P->Kids.push_back(K);
  K->Up = P;
}
} // namespace counted_in_a_local

namespace emptied_by_its_own_method {
template <class T> class ComPtr {
  T *P = nullptr;

public:
  ComPtr() = default;
  ComPtr(T *P) : P(P) {
    if (P)
      P->AddRef();
  }
  ComPtr(const ComPtr &O) : P(O.P) {
    if (P)
      P->AddRef();
  }
  ComPtr &operator=(const ComPtr &O) {
    ComPtr Copy(O);
    std::swap(P, Copy.P);
    return *this;
  }
  ~ComPtr() {
    if (P)
      P->Release();
  }
  void Reset() {
    ComPtr Empty;
    std::swap(P, Empty.P);
  }
  T *operator->() const { return P; }
};
struct Device {
  int Count = 0;
  void AddRef() { ++Count; }
  void Release() {
    if (--Count == 0)
      delete this;
  }
  ComPtr<Device> Peer;
  void Close() { Peer.Reset(); }
};
void pairUp(ComPtr<Device> A, ComPtr<Device> B) {
  A->Peer = B;
  B->Peer = A;
}
} // namespace emptied_by_its_own_method

namespace counts_weak_references {
struct Control {
  int Strong = 0, Weak = 0;
  void incWeak() { ++Weak; }
  void decWeak() {
    if (--Weak == 0 && Strong == 0)
      delete this;
  }
};
template <class T> class Observed {
  T *Object = nullptr;
  Control *Counts = nullptr;

public:
  Observed() = default;
  Observed(T *O, Control *C) : Object(O), Counts(C) {
    if (Counts)
      Counts->incWeak();
  }
  Observed(const Observed &O) : Object(O.Object), Counts(O.Counts) {
    if (Counts)
      Counts->incWeak();
  }
  ~Observed() {
    if (Counts)
      Counts->decWeak();
  }
  Observed &operator=(const Observed &O);
  T *operator->() const {
    return Counts && Counts->Strong ? Object : nullptr;
  }
};
struct Widget {
  Observed<Widget> Up;
  std::vector<std::shared_ptr<Widget>> Kids;
  Control *Counts = new Control{1, 0};
  Observed<Widget> ref() { return {this, Counts}; }
};
void adopt(const std::shared_ptr<Widget> &P, const std::shared_ptr<Widget> &K) {
  P->Kids.push_back(K);
  K->Up = P->ref();
}
} // namespace counts_weak_references

namespace told_of_its_death {
class Entity;
class EntityRef {
  Entity *E = nullptr;

public:
  EntityRef() = default;
  EntityRef(Entity *E);
  EntityRef(const EntityRef &O);
  EntityRef &operator=(const EntityRef &O);
  ~EntityRef();
  Entity *operator->() const { return E; }
  void onDeath() { E = nullptr; }
};
class Entity {
public:
  std::set<EntityRef *> Watchers;
  EntityRef Master;
  std::vector<std::shared_ptr<Entity>> Pets;
  ~Entity() {
    for (EntityRef *W : Watchers)
      W->onDeath();
  }
  void watch(EntityRef *R) { Watchers.insert(R); }
  void unwatch(EntityRef *R) { Watchers.erase(R); }
  void tame(std::shared_ptr<Entity> P) {
    P->Master = EntityRef(this);
    Pets.push_back(std::move(P));
  }
};
EntityRef::EntityRef(Entity *E) : E(E) {
  if (E)
    E->watch(this);
}
EntityRef::EntityRef(const EntityRef &O) : EntityRef(O.E) {}
EntityRef &EntityRef::operator=(const EntityRef &O) {
  if (E)
    E->unwatch(this);
  E = O.E;
  if (E)
    E->watch(this);
  return *this;
}
EntityRef::~EntityRef() {
  if (E)
    E->unwatch(this);
}
} // namespace told_of_its_death
