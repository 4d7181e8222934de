//===-- Heap.cpp - The objects and ownership edges a function makes -------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Heap.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace heapwise::facts;

namespace heapwise::analysis {

namespace {
/// What a callee may add to a caller's heap, and how deep calls are followed.
/// They bound the work per call, so that the whole stays linear in the size of
/// the code.
constexpr unsigned MaxReplayedSteps = 128;
constexpr unsigned MaxTrace = 6;
constexpr unsigned MaxDepth = 100;
constexpr unsigned MaxOverriders = 4;
constexpr unsigned MaxNodes = 20000;
} // namespace

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

bool Heap::encloses(PathId A, PathId B) const {
  while (B > A)
    B = Paths[B].Parent;
  return B == A;
}

bool Heap::passes(PathId A, PathId B, PathKind Kind) const {
  for (; B != A && B != 0; B = Paths[B].Parent)
    if (Paths[B].Kind == Kind)
      return true;
  return false;
}

PathId Heap::commonPath(PathId A, PathId B) const {
  // A path comes after the one it lies in.
  while (A != B)
    (A > B ? A : B) = Paths[std::max(A, B)].Parent;
  return A;
}

bool Heap::compatible(PathId A, PathId B) const {
  PathId LastA = 0, LastB = 0;
  while (A != B) {
    if (A > B) {
      LastA = A;
      A = Paths[A].Parent;
    } else {
      LastB = B;
      B = Paths[B].Parent;
    }
  }
  // Where they part.
  return !LastA || !LastB || Paths[LastA].Branch != Paths[LastB].Branch ||
         Paths[LastA].Arm == Paths[LastB].Arm;
}

std::pair<NodeId, Symbol> Heap::enclosingPlace(NodeId Base,
                                               Symbol Field) const {
  while (Facts::isPseudoField(Field) && Nodes[Base].Origin == Op::Load) {
    Field = Nodes[Base].Field;
    Base = Nodes[Base].Base;
  }
  return {Base, Field};
}

/// True for what a function is given rather than makes.
static bool isRoot(const Node &N) {
  return N.Origin == Op::This || N.Origin == Op::Param ||
         N.Origin == Op::Global;
}

//===----------------------------------------------------------------------===//
// Evaluation of one function
//===----------------------------------------------------------------------===//

/// Runs the instructions of a function on an empty heap.
class Evaluation {
public:
  Evaluation(HeapBuilder &Builder, const Function &Fn, Heap &H)
      : Builder(Builder), F(Builder.F), Fn(Fn), H(H) {}

  void run();

private:
  NodeId make(Node N);
  NodeId load(NodeId Base, Symbol Field, std::uint32_t Element, EdgeKind Kind,
              PathId Path, const Location &Loc);
  /// Every mention of a global variable is the same object.
  NodeId global(Node N);
  /// One of several objects, of which there is at least one.
  NodeId choice(llvm::ArrayRef<NodeId> Objects, const Location &Loc);
  /// A place that was passed by reference is the place itself.
  void resolveSlot(NodeId &Base, Symbol &Field, std::uint32_t &Element) const;
  void addEdge(Edge E);
  void store(Edge E, std::uint32_t Element);
  /// \p Recorded: a callee knows which member this is, and has its ResetSite.
  void reset(NodeId Base, Symbol Field, PathId Path, NodeId Moved = 0,
             bool Recorded = false);
  /// Notes that the place is emptied; false if it is not known which one it is.
  bool recordReset(NodeId Base, Symbol Field, PathId Path, NodeId Moved);
  /// True for a new object that keeps nothing alive: what is stored over
  /// another value empties the place.
  bool ownsNothing(NodeId Object) const;
  void dropTransfers();
  /// Keeps of the steps those that a caller has to replay.
  void summarise();
  std::vector<bool> findVisible() const;
  /// Ends the edges of a place.
  void kill(NodeId Base, Symbol Field, PathId Path);
  /// Ends the edges of a place, which then holds nothing.
  void clear(NodeId Base, Symbol Field, PathId Path);
  NodeId call(const Instr &I);
  /// Replays what \p Callee does; its branches come under \p Path.
  NodeId import(const Heap &Callee, NodeId This,
                llvm::ArrayRef<NodeId> Arguments, PathId Path,
                const Instr &Call);
  llvm::SmallVector<Symbol, 4> targets(const Instr &I, NodeId Receiver) const;
  PathId addPath(PathId Parent, std::uint32_t Branch, std::uint32_t Arm,
                 PathKind Kind = PathKind::Branch) {
    H.Paths.push_back({Parent, Branch, Arm, Kind});
    return static_cast<PathId>(H.Paths.size() - 1);
  }

  struct Cell {
    NodeId V;
    PathId Path;
  };
  HeapBuilder &Builder;
  const Facts &F;
  const Function &Fn;
  Heap &H;
  std::vector<NodeId> Values; ///< by instruction
  /// What a place holds. The elements of a container that have a number are
  /// kept by it.
  using PlaceKey = std::tuple<NodeId, Symbol, std::uint32_t>;
  llvm::DenseMap<PlaceKey, llvm::SmallVector<Cell, 1>> Memory;
  llvm::DenseMap<std::pair<NodeId, Symbol>, llvm::SmallVector<std::uint32_t, 2>>
      EdgesAt; ///< indices into H.Edges
  llvm::DenseMap<std::pair<NodeId, Symbol>, llvm::SmallVector<PathId, 1>>
      KilledLater; ///< in the bodies of lambdas
  llvm::DenseMap<Symbol, NodeId> Globals;
  llvm::DenseSet<NodeId> Holders; ///< what an owning edge leaves
  std::uint32_t NextBranch = 0;
  unsigned Order = 0;
  /// The object whose constructor runs, and the first of those that were made
  /// since it began.
  NodeId UnderConstruction = 0;
  NodeId FirstUnderConstruction = ~NodeId(0);
};

NodeId Evaluation::make(Node N) {
  if (H.Nodes.size() >= MaxNodes)
    return 0;
  N.Order = ++Order;
  H.Nodes.push_back(std::move(N));
  return static_cast<NodeId>(H.Nodes.size() - 1);
}

NodeId Evaluation::global(Node N) {
  if (auto It = Globals.find(N.Sym); It != Globals.end())
    return It->second;
  const Symbol Sym = N.Sym;
  const NodeId V = make(std::move(N));
  if (V)
    Globals[Sym] = V;
  return V;
}

NodeId Evaluation::choice(llvm::ArrayRef<NodeId> Objects, const Location &Loc) {
  if (Objects.size() == 1)
    return Objects[0];
  Node Phi;
  Phi.Origin = Op::Phi;
  Phi.Alternatives.append(Objects.begin(), Objects.end());
  Phi.Loc = Loc;
  return make(std::move(Phi));
}

void Evaluation::resolveSlot(NodeId &Base, Symbol &Field,
                             std::uint32_t &Element) const {
  // A slot may lead to a slot: a reference that is passed on.
  while (Field == Facts::CellField && H.Nodes[Base].Origin == Op::Slot) {
    const Node &Slot = H.Nodes[Base];
    Field = Slot.Field;
    Element = Slot.Index;
    Base = Slot.Base;
  }
}

void Evaluation::addEdge(Edge E) {
  EdgesAt[{E.From, E.Field}].push_back(
      static_cast<std::uint32_t>(H.Edges.size()));
  if (E.Stored && isOwning(E.Kind))
    Holders.insert(E.From);
  H.Edges.push_back(std::move(E));
}

NodeId Evaluation::load(NodeId Base, Symbol Field, std::uint32_t Element,
                        EdgeKind Kind, PathId Path, const Location &Loc) {
  if (!Base)
    return 0;
  resolveSlot(Base, Field, Element);
  const bool IsKnown = Field != Facts::ElementField || Element;
  if (IsKnown) {
    auto It = Memory.find({Base, Field, Element});
    if (It != Memory.end())
      for (const Cell &C : llvm::reverse(It->second))
        if (H.compatible(C.Path, Path)) {
          Node &Known = H.Nodes[C.V];
          if (Known.Origin == Op::Load && Known.Base == Base)
            Known.Path = H.commonPath(Known.Path, Path);
          return C.V;
        }
  }
  // A copy starts with what its original holds.
  if (Field != Facts::ElementField && H.Nodes[Base].Origin == Op::Copy)
    if (NodeId Original = H.Nodes[Base].Base)
      return load(Original, Field, 0, Kind, Path, Loc);
  Node N;
  N.Origin = Op::Load;
  N.Base = Base;
  N.Field = Field;
  N.Kind = Kind;
  N.Path = Path;
  N.Loc = Loc;
  NodeId V = make(std::move(N));
  if (!V)
    return 0;
  H.Steps.push_back({Heap::Step::Read, V});
  if (IsKnown)
    Memory[{Base, Field, Element}].push_back({V, 0});
  Edge E;
  E.From = Base;
  E.To = V;
  E.Field = Field;
  E.Kind = Kind;
  // What a read finds was there when the function began, unless the holder is
  // younger than that.
  E.Order = H.Nodes[Base].Order;
  E.Path = 0;
  E.Where = {Loc};
  addEdge(std::move(E));
  return V;
}

void Evaluation::kill(NodeId Base, Symbol Field, PathId Path) {
  if (H.passes(0, Path, PathKind::Deferred))
    KilledLater[{Base, Field}].push_back(Path);
  if (auto It = EdgesAt.find({Base, Field}); It != EdgesAt.end())
    for (std::uint32_t Index : It->second)
      H.Edges[Index].KilledOn.push_back(Path);
}

void Evaluation::clear(NodeId Base, Symbol Field, PathId Path) {
  kill(Base, Field, Path);
  if (Field != Facts::ElementField)
    Memory[{Base, Field, 0}].push_back({0, Path});
}

void Evaluation::store(Edge E, std::uint32_t Element) {
  if (!E.From || !E.To)
    return;
  const NodeId Slot = E.From;
  resolveSlot(E.From, E.Field, Element);
  if (!E.From)
    return;
  if (E.From != Slot)
    if (const Field *Place = F.field(E.Field))
      E.Kind = Place->Kind;
  if (H.Nodes[E.To].Origin == Op::Null) {
    // A null among the elements empties nothing.
    if (E.Field != Facts::ElementField)
      reset(E.From, E.Field, E.Path);
    return;
  }
  const bool Single =
      E.Field != Facts::ElementField && E.Field != Facts::CaptureField;
  if (Single) {
    kill(E.From, E.Field, E.Path);
    // A member that is filled again was not emptied for good.
    llvm::erase_if(H.Resets, [&](const ResetSite &R) {
      return R.Base == E.From && R.Field == E.Field &&
             H.encloses(E.Path, R.Path) &&
             !H.passes(E.Path, R.Path, PathKind::Deferred);
    });
  }
  if (Single && E.Kind == EdgeKind::Value && ownsNothing(E.To))
    recordReset(E.From, E.Field, E.Path, 0);
  if (Single || (Element && E.Field == Facts::ElementField))
    Memory[{E.From, E.Field, Element}].push_back({E.To, E.Path});
  // The body of a lambda comes before the store of the lambda, and runs after.
  if (auto It = KilledLater.find({E.From, E.Field}); It != KilledLater.end())
    for (PathId Killed : It->second)
      if (H.isLater(Killed, E.Path))
        E.KilledOn.push_back(Killed);
  E.Stored = true;
  E.Order = ++Order;
  addEdge(std::move(E));
  H.Steps.push_back(
      {Heap::Step::MakeEdge, static_cast<std::uint32_t>(H.Edges.size() - 1)});
}

bool Evaluation::ownsNothing(NodeId Object) const {
  return H.Nodes[Object].Origin == Op::New && !Holders.count(Object);
}

bool Evaluation::recordReset(NodeId Base, Symbol Field, PathId Path,
                             NodeId Moved) {
  // A constructor that empties a member of the new object only starts it.
  if (Base >= FirstUnderConstruction || Base == UnderConstruction)
    return true;
  // What is behind a reference is not the member that is the reference.
  if (Field == Facts::CellField && H.Nodes[Base].Origin == Op::Load &&
      H.Nodes[Base].Kind == EdgeKind::Raw)
    return false;
  auto [Holder, Member] = H.enclosingPlace(Base, Field);
  if (Facts::isPseudoField(Member))
    Member = H.Nodes[Holder].Origin == Op::Global ? H.Nodes[Holder].Sym : 0;
  if (Member)
    H.Resets.push_back({Member, Fn.Usr, Moved, Base, Path,
                        H.passes(0, Path, PathKind::Handler)});
  return Member != 0;
}

void Evaluation::reset(NodeId Base, Symbol Field, PathId Path, NodeId Moved,
                       bool Recorded) {
  std::uint32_t Element = 0;
  if (!Base)
    return;
  resolveSlot(Base, Field, Element);
  if (!Base)
    return;
  clear(Base, Field, Path);
  Recorded = Recorded || recordReset(Base, Field, Path, Moved);
  H.Emptied.push_back({Base, Field, Path, Moved, Recorded});
  H.Steps.push_back(
      {Heap::Step::Empty, static_cast<std::uint32_t>(H.Emptied.size() - 1)});
}

/// What is moved from one member to another did not go away: a container that
/// grows, a list that is spliced.
void Evaluation::dropTransfers() {
  if (llvm::none_of(H.Resets, [](const ResetSite &R) { return R.Moved != 0; }))
    return;
  std::vector<bool> Kept(H.Nodes.size());
  for (std::size_t N = 1; N < H.Nodes.size(); ++N)
    Kept[N] = isRoot(H.Nodes[N]);
  llvm::DenseSet<NodeId> StoredAgain;
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const Edge &E : H.Edges)
      if (Kept[E.From]) {
        if (E.Stored)
          StoredAgain.insert(E.To);
        if (!Kept[E.To])
          Kept[E.To] = Changed = true;
      }
  }
  llvm::erase_if(H.Resets, [&](const ResetSite &R) {
    return R.Moved && StoredAgain.count(R.Moved);
  });
  // Whether the object is kept after all is for the caller to say: it may have
  // gone into a temporary of his.
  for (Heap::Emptying &X : H.Emptied)
    if (X.Moved && StoredAgain.count(X.Moved))
      X.Recorded = false;
}

void Evaluation::run() {
  H.Paths = Fn.Paths;
  if (H.Paths.empty())
    H.Paths.push_back({});
  for (const Path &P : H.Paths)
    NextBranch = std::max(NextBranch, P.Branch);
  H.Nodes.push_back({}); // node 0
  Values.assign(Fn.Body.size(), 0);
  for (std::size_t Index = 1; Index < Fn.Body.size(); ++Index) {
    const Instr &I = Fn.Body[Index];
    switch (I.Opcode) {
    case Op::Load:
      Values[Index] = load(Values[I.A], I.Sym, I.Index, I.Kind, I.Path, I.Loc);
      break;
    case Op::Store: {
      Edge E;
      E.From = Values[I.A];
      E.To = Values[I.B];
      E.Field = I.Sym;
      E.Label = I.Label;
      E.Kind = I.Kind;
      E.Path = I.Path;
      E.Statement = I.Statement;
      E.Where = {I.Loc};
      store(std::move(E), I.Index);
      break;
    }
    case Op::Reset:
      reset(Values[I.A], I.Sym, I.Path, Values[I.B]);
      break;
    case Op::Call:
      Values[Index] = call(I);
      break;
    case Op::Return:
      if (NodeId V = Values[I.A])
        H.Steps.push_back({Heap::Step::Return, V});
      break;
    case Op::Delete:
      break;
    case Op::Global: {
      Node N;
      N.Origin = Op::Global;
      N.Sym = I.Sym;
      N.Label = I.Label;
      N.Loc = I.Loc;
      Values[Index] = global(std::move(N));
      break;
    }
    default: {
      Node N;
      N.Origin = I.Opcode;
      N.Sym = I.Sym;
      N.Label = I.Label;
      N.Index = I.Index;
      N.Statement = I.Statement;
      N.Loc = I.Loc;
      if (I.A)
        N.Base = Values[I.A];
      if (I.Opcode == Op::Slot)
        N.Field = I.Sym;
      for (Value Arg : I.Args)
        if (NodeId V = Values[Arg])
          if (H.Nodes[V].Origin != Op::Null)
            N.Alternatives.push_back(V);
      if (I.Opcode == Op::Phi && N.Alternatives.empty())
        N.Origin = Op::Unknown;
      Values[Index] = make(std::move(N));
      if (I.Opcode == Op::This && Fn.Constructor)
        UnderConstruction = Values[Index];
      break;
    }
    }
  }
  dropTransfers();
  summarise();
}

/// The nodes that a caller can see: parameters, globals and results, and what
/// hangs on them.
std::vector<bool> Evaluation::findVisible() const {
  std::vector<bool> Visible(H.Nodes.size());
  for (std::size_t N = 1; N < H.Nodes.size(); ++N)
    Visible[N] = isRoot(H.Nodes[N]);
  for (const Heap::Step &S : H.Steps)
    if (S.K == Heap::Step::Return)
      Visible[S.Index] = true;
  bool Changed = true;
  for (unsigned Round = 0; Changed && Round < 4; ++Round) {
    Changed = false;
    auto Mark = [&](NodeId N) {
      if (!Visible[N])
        Visible[N] = Changed = true;
    };
    for (std::size_t N = 1; N < H.Nodes.size(); ++N) {
      const Node &X = H.Nodes[N];
      if (X.Origin == Op::Load && Visible[X.Base])
        Mark(static_cast<NodeId>(N));
      if (Visible[N])
        for (NodeId A : X.Alternatives)
          Mark(A);
      if (Visible[N] && X.Origin == Op::Copy)
        Mark(X.Base);
    }
    for (const Edge &E : H.Edges)
      if (E.Stored && Visible[E.From])
        Mark(E.To);
  }
  return Visible;
}

void Evaluation::summarise() {
  const std::vector<bool> Visible = findVisible();
  std::vector<bool> Needed(H.Nodes.size());
  auto Need = [&](auto &Self, NodeId N) -> void {
    if (!N || Needed[N])
      return;
    Needed[N] = true;
    Self(Self, H.Nodes[N].Base);
    for (NodeId A : H.Nodes[N].Alternatives)
      Self(Self, A);
  };
  unsigned Kept = 0;
  llvm::erase_if(H.Steps, [&](const Heap::Step &S) {
    switch (S.K) {
    case Heap::Step::Read:
      return false;
    case Heap::Step::Return:
      Need(Need, S.Index);
      return false;
    case Heap::Step::Empty: {
      const Heap::Emptying &X = H.Emptied[S.Index];
      if (!Visible[X.Base] || ++Kept > MaxReplayedSteps)
        return true;
      Need(Need, X.Base);
      if (!X.Recorded)
        Need(Need, X.Moved);
      return false;
    }
    case Heap::Step::MakeEdge: {
      const Edge &E = H.Edges[S.Index];
      if (!Visible[E.From] || E.Where.size() >= MaxTrace ||
          ++Kept > MaxReplayedSteps)
        return true;
      Need(Need, E.From);
      Need(Need, E.To);
      return false;
    }
    }
    llvm_unreachable("covered switch");
  });
  // What is read must be read at the same point again: a later store may put
  // something else there.
  llvm::erase_if(H.Steps, [&](const Heap::Step &S) {
    return S.K == Heap::Step::Read && !Needed[S.Index];
  });
}

llvm::SmallVector<Symbol, 4> Evaluation::targets(const Instr &I,
                                                 NodeId Receiver) const {
  llvm::SmallVector<Symbol, 4> Found;
  auto Overriders = Builder.Overriders.find(I.Sym);
  if (!I.Virtual || Overriders == Builder.Overriders.end()) {
    if (F.function(I.Sym))
      Found.push_back(I.Sym);
    return Found;
  }
  // All that may run; the class of a new object tells which one does.
  llvm::SmallVector<Symbol, 8> All = {I.Sym};
  for (std::size_t Next = 0; Next < All.size() && All.size() < 64; ++Next)
    if (auto It = Builder.Overriders.find(All[Next]);
        It != Builder.Overriders.end())
      for (Symbol S : It->second)
        if (!llvm::is_contained(All, S))
          All.push_back(S);
  if (H.Nodes[Receiver].Origin == Op::New && H.Nodes[Receiver].Sym) {
    llvm::SmallVector<Symbol, 8> Classes = {H.Nodes[Receiver].Sym};
    for (std::size_t Next = 0; Next < Classes.size(); ++Next) {
      for (Symbol S : All)
        if (const Function *Candidate = F.function(S))
          if (Candidate->Record == Classes[Next])
            return {S};
      if (const Record *R = F.record(Classes[Next]))
        Classes.append(R->Bases.begin(), R->Bases.end());
    }
  }
  for (Symbol S : All)
    if (F.function(S))
      Found.push_back(S);
  if (Found.size() > MaxOverriders)
    Found.clear();
  return Found;
}

NodeId Evaluation::call(const Instr &I) {
  llvm::SmallVector<NodeId, 4> Arguments;
  for (Value Arg : I.Args)
    Arguments.push_back(Values[Arg]);
  NodeId Receiver = Values[I.A];
  llvm::SmallVector<Symbol, 4> Callees = targets(I, Receiver);
  llvm::SmallVector<NodeId, 4> Results;
  const std::uint32_t Branch = Callees.size() > 1 ? ++NextBranch : 0;
  for (const auto &[Arm, Callee] : llvm::enumerate(Callees)) {
    const Heap *Body = Builder.evaluate(Callee);
    if (!Body)
      continue;
    PathId Path = Branch
                      ? addPath(I.Path, Branch, static_cast<std::uint32_t>(Arm))
                      : I.Path;
    llvm::SaveAndRestore<NodeId> Object(UnderConstruction, UnderConstruction),
        First(FirstUnderConstruction, FirstUnderConstruction);
    if (F.function(Callee)->Constructor) {
      UnderConstruction = Receiver;
      FirstUnderConstruction = static_cast<NodeId>(H.Nodes.size());
    }
    if (NodeId V = import(*Body, Receiver, Arguments, Path, I))
      Results.push_back(V);
  }
  if (!Results.empty())
    return choice(Results, I.Loc);
  Node N;
  N.Origin = Op::Call;
  N.Loc = I.Loc;
  return make(std::move(N));
}

NodeId Evaluation::import(const Heap &Callee, NodeId This,
                          llvm::ArrayRef<NodeId> Arguments, PathId Path,
                          const Instr &Call) {
  std::vector<NodeId> Map(Callee.Nodes.size(), 0);
  std::vector<bool> Mapped(Callee.Nodes.size());
  Mapped[0] = true;
  llvm::DenseMap<PathId, PathId> PathMap = {{0, Path}};
  llvm::DenseMap<std::uint32_t, std::uint32_t> BranchMap;
  auto MapPath = [&](auto &Self, PathId P) -> PathId {
    if (auto It = PathMap.find(P); It != PathMap.end())
      return It->second;
    const facts::Path &Old = Callee.Paths[P];
    auto [Branch, New] = BranchMap.try_emplace(Old.Branch, NextBranch + 1);
    if (New)
      ++NextBranch;
    PathId Parent = Self(Self, Old.Parent);
    PathId Mine = addPath(Parent, Branch->second, Old.Arm, Old.Kind);
    PathMap[P] = Mine;
    return Mine;
  };
  auto MapNode = [&](auto &Self, NodeId Id) -> NodeId {
    if (Mapped[Id])
      return Map[Id];
    Mapped[Id] = true;
    const Node &X = Callee.Nodes[Id];
    switch (X.Origin) {
    case Op::This:
      return Map[Id] = This;
    case Op::Param:
      return Map[Id] =
                 X.Index < Arguments.size() ? Arguments[X.Index] : NodeId(0);
    case Op::Load:
      return Map[Id] = load(Self(Self, X.Base), X.Field, 0, X.Kind,
                            MapPath(MapPath, X.Path), X.Loc);
    case Op::Global:
      return Map[Id] = global(X);
    default:
      break;
    }
    Node N = X;
    N.Statement = 0;
    N.Base = X.Base ? Self(Self, X.Base) : 0;
    N.Alternatives.clear();
    for (NodeId A : X.Alternatives)
      if (NodeId V = Self(Self, A))
        N.Alternatives.push_back(V);
    return Map[Id] = make(std::move(N));
  };

  llvm::SmallVector<NodeId, 2> Returned;
  for (const Heap::Step &S : Callee.Steps) {
    switch (S.K) {
    case Heap::Step::Read:
      MapNode(MapNode, S.Index);
      break;
    case Heap::Step::Return:
      if (NodeId V = MapNode(MapNode, S.Index))
        if (H.Nodes[V].Origin != Op::Null && !llvm::is_contained(Returned, V))
          Returned.push_back(V);
      break;
    case Heap::Step::Empty: {
      const Heap::Emptying &X = Callee.Emptied[S.Index];
      reset(MapNode(MapNode, X.Base), X.Field, MapPath(MapPath, X.Path),
            X.Recorded ? NodeId(0) : MapNode(MapNode, X.Moved), X.Recorded);
      break;
    }
    case Heap::Step::MakeEdge: {
      Edge E = Callee.Edges[S.Index];
      E.KilledOn.clear();
      E.From = MapNode(MapNode, E.From);
      E.To = MapNode(MapNode, E.To);
      E.Path = MapPath(MapPath, E.Path);
      E.Statement = Call.Statement;
      E.Where.push_back(Call.Loc);
      store(std::move(E), 0);
      break;
    }
    }
  }
  return Returned.empty() ? 0 : choice(Returned, Call.Loc);
}

//===----------------------------------------------------------------------===//
// All functions
//===----------------------------------------------------------------------===//

HeapBuilder::HeapBuilder(const Facts &F) : F(F) {
  for (const Function &Fn : F.Functions) {
    for (Symbol Overridden : Fn.Overrides)
      Overriders[Overridden].push_back(Fn.Usr);
    for (const Instr &I : Fn.Body)
      if (I.Opcode == Op::Call)
        Callers[I.Sym].insert(Fn.Usr);
  }
  findOwnedPointers();
}

/// True if nothing but a loop and a test for null decides whether \p Path is
/// taken.
static bool isUnconditional(const Function &Fn, PathId Path) {
  for (; Path; Path = Fn.Paths[Path].Parent)
    if (Fn.Paths[Path].Kind != PathKind::Loop &&
        Fn.Paths[Path].Kind != PathKind::NullTest)
      return false;
  return true;
}

void HeapBuilder::findOwnedPointers() {
  for (const Function &Fn : F.Functions) {
    if (!Fn.Destructor)
      continue;
    for (const Instr &I : Fn.Body) {
      if (I.Opcode != Op::Delete || Fn.Body[I.A].Opcode != Op::Load)
        continue;
      if (!isUnconditional(Fn, I.Path))
        continue;
      const Instr &Deleted = Fn.Body[I.A];
      if (!Facts::isPseudoField(Deleted.Sym))
        DeletedFields.insert(Deleted.Sym);
      else if (Fn.Body[Deleted.A].Opcode == Op::Load)
        DeletedElements.insert(Fn.Body[Deleted.A].Sym);
    }
  }
  // A copy constructor that takes over the pointer counts references in a way
  // of its own: whether a copy owns is not known.
  for (const Function &Fn : F.Functions) {
    if (!Fn.Constructor)
      continue;
    for (const Instr &I : Fn.Body) {
      const Instr &Copied = Fn.Body[I.B];
      if (I.Opcode == Op::Store && Copied.Opcode == Op::Load &&
          Copied.Sym == I.Sym && Fn.Body[Copied.A].Opcode == Op::Param)
        DeletedFields.erase(I.Sym);
    }
  }
}

const Heap *HeapBuilder::evaluate(Symbol FunctionUsr) {
  auto Known = Cache.find(FunctionUsr);
  if (Known != Cache.end())
    return Known->second.Done ? &Known->second.H : nullptr;
  const Function *Fn = F.function(FunctionUsr);
  if (!Fn || Depth >= MaxDepth)
    return nullptr;
  Entry &Mine = Cache[FunctionUsr];
  ++Depth;
  Evaluation(*this, *Fn, Mine.H).run();
  --Depth;
  Mine.Done = true;
  return &Mine.H;
}

EdgeKind HeapBuilder::ownership(const Heap &H, const Edge &E) const {
  if (E.Kind != EdgeKind::Raw)
    return E.Kind;
  const Field *Member = F.field(E.Field);
  if (DeletedFields.count(E.Field) ||
      (Member && Member->Kind == EdgeKind::Unique))
    return EdgeKind::Unique;
  const Node &From = H.Nodes[E.From];
  if (E.Field == Facts::ElementField && From.Origin == Op::Load &&
      DeletedElements.count(From.Field))
    return EdgeKind::Unique;
  return EdgeKind::Raw;
}

const llvm::DenseSet<Symbol> *HeapBuilder::callers(Symbol Function) const {
  auto It = Callers.find(Function);
  return It == Callers.end() ? nullptr : &It->second;
}

} // namespace heapwise::analysis
