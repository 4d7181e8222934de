//===-- OwnershipCycles.cpp - Cycles in what functions store --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OwnershipCycles.h"
#include "Heap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <deque>
#include <map>
#include <set>

using namespace heapwise::facts;

namespace heapwise::analysis {

namespace {

/// A cycle in one heap: edges in order, the end of each the start of the next.
using EdgeList = llvm::SmallVector<const Edge *, 6>;

/// Searches one heap for cycles that a stored edge closes.
class CycleSearch {
public:
  CycleSearch(const HeapBuilder &Builder, const Heap &H);
  std::vector<EdgeList> run();

private:
  bool find(const Edge &Closing, EdgeList &Found) const;
  bool isCycle(const EdgeList &Edges) const;

  const HeapBuilder &Builder;
  const Heap &H;
  std::vector<llvm::SmallVector<const Edge *, 2>> Out;
};

CycleSearch::CycleSearch(const HeapBuilder &Builder, const Heap &H)
    : Builder(Builder), H(H), Out(H.Nodes.size()) {
  for (const Edge &E : H.Edges)
    if (isOwning(Builder.ownership(H, E)) &&
        !llvm::is_contained(E.KilledOn, PathId(0)))
      Out[E.From].push_back(&E);
}

std::vector<EdgeList> CycleSearch::run() {
  std::vector<EdgeList> Result;
  std::set<std::vector<const Edge *>> Seen;
  for (const auto &Edges : Out)
    for (const Edge *E : Edges) {
      EdgeList Found;
      if (!E->Stored || !find(*E, Found))
        continue;
      std::vector<const Edge *> Key(Found.begin(), Found.end());
      llvm::sort(Key);
      if (Seen.insert(std::move(Key)).second)
        Result.push_back(std::move(Found));
    }
  return Result;
}

/// Breadth first from the end of \p Closing back to its start, so that the
/// shortest cycle is the one reported.
bool CycleSearch::find(const Edge &Closing, EdgeList &Found) const {
  struct Visit {
    NodeId Node;
    const Edge *Via;
    int Previous;
    /// A copy shares what its original held when it was made, no more.
    unsigned NotAfter;
  };
  std::vector<Visit> Queue = {{Closing.To, nullptr, -1, ~0u}};
  std::set<std::pair<NodeId, unsigned>> Seen = {{Closing.To, ~0u}};
  auto Enter = [&](NodeId N, const Edge *Via, int Previous, unsigned NotAfter) {
    if (Seen.insert({N, NotAfter}).second)
      Queue.push_back({N, Via, Previous, NotAfter});
  };
  for (int At = 0; At < static_cast<int>(Queue.size()); ++At) {
    const Visit V = Queue[static_cast<std::size_t>(At)];
    // The original of a copy is not the object that was reached.
    if (V.Node == Closing.From && V.NotAfter == ~0u) {
      Found.clear();
      for (int I = At; I >= 0; I = Queue[static_cast<std::size_t>(I)].Previous)
        if (const Edge *Via = Queue[static_cast<std::size_t>(I)].Via)
          Found.push_back(Via);
      Found.push_back(&Closing);
      std::reverse(Found.begin(), Found.end());
      if (isCycle(Found))
        return true;
      continue;
    }
    const Node &N = H.Nodes[V.Node];
    for (const Edge *E : Out[V.Node])
      if (E->Order <= V.NotAfter && H.compatible(E->Path, Closing.Path))
        Enter(E->To, E, At, ~0u);
    // Which one of several it is does not matter to what it leads to, but a
    // single step through a choice proves nothing: `head->last = cur`, where
    // cur may be head.
    if (V.Via || !llvm::is_contained(N.Alternatives, Closing.From))
      for (NodeId A : N.Alternatives)
        Enter(A, nullptr, At, V.NotAfter);
    if (N.Origin == Op::Copy && N.Base)
      Enter(N.Base, nullptr, At, std::min(V.NotAfter, N.Order));
  }
  return false;
}

bool CycleSearch::isCycle(const EdgeList &Edges) const {
  bool Shared = false;
  for (const Edge *E : Edges)
    Shared |= Builder.ownership(H, *E) == EdgeKind::Strong;
  if (!Shared)
    return false;
  for (const Edge *A : Edges) {
    for (const Edge *B : Edges)
      if (!H.compatible(A->Path, B->Path))
        return false;
    // Overwritten wherever the rest of the cycle is made?
    for (PathId Killed : A->KilledOn)
      for (const Edge *B : Edges)
        if (H.encloses(Killed, B->Path))
          return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Judgement
//===----------------------------------------------------------------------===//

class Judge {
public:
  Judge(const Facts &F, Evidence Minimum)
      : F(F), Minimum(Minimum), Builder(F) {}

  std::vector<OwnershipCycle> run();

private:
  void judge(const Heap &H, EdgeList Edges);
  const Edge *chooseWeak(const Heap &H, const EdgeList &Edges) const;
  Evidence level(const Heap &H, const EdgeList &Edges) const;
  bool isBroken(Symbol Field, const llvm::DenseSet<Symbol> &Members) const;
  bool runsOnlyInDestructorOf(Symbol Function,
                              const llvm::DenseSet<Symbol> &Members,
                              llvm::DenseSet<Symbol> &Seen) const;
  void explain(const Heap &H, const EdgeList &Edges, const Edge &Weak,
               OwnershipCycle &Out) const;

  Symbol place(const Heap &H, const Edge &E) const;
  /// True if the holder of \p E is a callable: a closure, or a function object
  /// that a member of the cycle stores as a callback.
  bool isCaptured(const Heap &H, const EdgeList &Edges, const Edge &E) const {
    return E.Field == Facts::CaptureField ||
           (H.Nodes[E.From].Origin == Op::New &&
            llvm::any_of(Edges, [&](const Edge *Into) {
              return Into->To == E.From && Into->Kind == EdgeKind::Callback;
            }));
  }
  bool isElement(const Edge &E) const { return E.Field == Facts::ElementField; }
  std::string qualified(Symbol Field) const;

  const Facts &F;
  Evidence Minimum;
  HeapBuilder Builder;
  llvm::DenseMap<Symbol, std::vector<ResetSite>> Resets;
  struct Candidate {
    std::size_t TraceLength;
    OwnershipCycle Cycle;
  };
  std::map<std::string, Candidate> Found;
};

/// The member that an edge goes through, its container's for an element.
Symbol Judge::place(const Heap &H, const Edge &E) const {
  Symbol Field = E.Field;
  NodeId From = E.From;
  while (Facts::isPseudoField(Field)) {
    const Node &N = H.Nodes[From];
    if (N.Origin != Op::Load)
      return 0;
    Field = N.Field;
    From = N.Base;
  }
  return Field;
}

std::string Judge::qualified(Symbol Usr) const {
  const Field *Member = F.field(Usr);
  if (!Member)
    return "";
  const Record *R = F.record(Member->Record);
  std::string Name = F.str(Member->Name).str();
  return R && R->Name ? F.str(R->Name).str() + "::" + Name : Name;
}

static bool isBackName(llvm::StringRef Name) {
  std::string Lower = Name.trim('_').lower();
  if (llvm::StringRef(Lower).starts_with("m_"))
    Lower.erase(0, 2);
  for (llvm::StringRef Back :
       {"parent",    "owner",   "prev",  "back",    "session",   "self",
        "up",        "outer",   "above", "before",  "pred",      "host",
        "container", "manager", "root",  "creator", "enclosing", "source",
        "super",     "keeper",  "home"})
    if (llvm::StringRef(Lower).contains(Back) &&
        (Back.size() > 4 || llvm::StringRef(Lower).starts_with(Back)))
      return true;
  return false;
}

const Edge *Judge::chooseWeak(const Heap &H, const EdgeList &Edges) const {
  const Edge *Best = nullptr;
  int BestScore = 0;
  for (const Edge *E : Edges) {
    const bool Strong = Builder.ownership(H, *E) == EdgeKind::Strong;
    int Score = Strong ? 2 : 1;
    if (isCaptured(H, Edges, *E)) {
      Score += 100;
    } else {
      const Field *Member = F.field(place(H, *E));
      if (!Member)
        continue;
      // A handle that is a value of its own class owns like a pointer does.
      if (!Strong && !(E->Stored && E->Kind == EdgeKind::Value &&
                       isBackName(F.str(Member->Name))))
        continue;
      // The only owner of a new object must stay strong.
      auto IsNew = [&](NodeId N) { return H.Nodes[N].Origin == Op::New; };
      if (!(IsNew(E->To) || (H.Nodes[E->To].Origin == Op::Phi &&
                             llvm::all_of(H.Nodes[E->To].Alternatives, IsNew))))
        Score += 32;
      if (isBackName(F.str(Member->Name)))
        Score += 16;
      if (!isElement(*E))
        Score += 8;
      if (E->Stored)
        Score += 4;
    }
    if (!Best || Score > BestScore ||
        (Score == BestScore && E->Order > Best->Order)) {
      Best = E;
      BestScore = Score;
    }
  }
  return Best;
}

bool Judge::runsOnlyInDestructorOf(Symbol Function,
                                   const llvm::DenseSet<Symbol> &Members,
                                   llvm::DenseSet<Symbol> &Seen) const {
  const facts::Function *Fn = F.function(Function);
  if (Fn && Fn->Destructor)
    return Members.count(Fn->Record) != 0;
  if (!Seen.insert(Function).second)
    return true;
  const llvm::DenseSet<Symbol> *Callers = Builder.callers(Function);
  return Callers && llvm::all_of(*Callers, [&](Symbol Caller) {
           return runsOnlyInDestructorOf(Caller, Members, Seen);
         });
}

/// True if something empties the member before its object dies.
bool Judge::isBroken(Symbol Field,
                     const llvm::DenseSet<Symbol> &Members) const {
  auto It = Resets.find(Field);
  if (It == Resets.end())
    return false;
  return llvm::any_of(It->second, [&](const ResetSite &Site) {
    llvm::DenseSet<Symbol> Seen;
    return !runsOnlyInDestructorOf(Site.Function, Members, Seen);
  });
}

Evidence Judge::level(const Heap &H, const EdgeList &Edges) const {
  llvm::DenseSet<Symbol> Members;
  for (const Edge *E : Edges)
    if (const Field *Member = F.field(E->Field)) {
      llvm::SmallVector<Symbol, 4> Classes = {Member->Record};
      while (!Classes.empty()) {
        Symbol Class = Classes.pop_back_val();
        if (!Members.insert(Class).second)
          continue;
        if (const Record *R = F.record(Class))
          Classes.append(R->Bases.begin(), R->Bases.end());
      }
    }
  Evidence Level = Evidence::Proved;
  for (const Edge *E : Edges) {
    for (NodeId N : {E->From, E->To})
      if (H.Nodes[N].Origin == Op::Global) {
        // What lives as long as the process is not leaked, unless the program
        // tries to drop it.
        if (!Resets.count(H.Nodes[N].Sym))
          return Evidence::Possible;
        Level = Evidence::Likely;
      }
    const Field *Member = F.field(place(H, *E));
    if (!Member)
      continue;
    const bool CanBeEmptied =
        !Member->Const && (E->Kind != EdgeKind::Value || isElement(*E));
    if (!CanBeEmptied)
      continue;
    if (isBroken(Member->Usr, Members) || F.isOpen(Member->Record))
      return Evidence::Possible;
  }
  return Level;
}

void Judge::judge(const Heap &H, EdgeList Edges) {
  const Edge *Weak = chooseWeak(H, Edges);
  if (!Weak)
    return;
  Evidence Level = level(H, Edges);
  if (Level < Minimum)
    return;
  // Start after the weak edge: the path ends with what should be weak.
  while (Edges.back() != Weak)
    std::rotate(Edges.begin(), Edges.begin() + 1, Edges.end());

  Candidate C;
  C.Cycle.Level = Level;
  C.TraceLength = 0;
  for (const Edge *E : Edges)
    C.TraceLength += E->Where.size();
  explain(H, Edges, *Weak, C.Cycle);
  if (!C.Cycle.Loc.isValid())
    return;
  const Location &L = C.Cycle.Loc;
  std::string Key =
      (F.str(L.File) + ":" + llvm::Twine(L.Line) + ":" + llvm::Twine(L.Column))
          .str();
  auto [It, Inserted] = Found.try_emplace(Key, C);
  if (!Inserted && C.TraceLength < It->second.TraceLength)
    It->second = std::move(C);
}

void Judge::explain(const Heap &H, const EdgeList &Edges, const Edge &Weak,
                    OwnershipCycle &Out) const {
  const bool Capture = isCaptured(H, Edges, Weak);
  // The named members on the way, in order.
  std::vector<Symbol> Through;
  for (const Edge *E : Edges)
    if (Symbol Place = place(H, *E))
      if (E != &Weak && (Through.empty() || Through.back() != Place))
        Through.push_back(Place);
  auto Name = [&](Symbol Field) { return F.str(F.field(Field)->Name); };

  if (Capture) {
    const Node &Closure = H.Nodes[Weak.From];
    const bool Lambda = F.str(Closure.Label) == "lambda";
    const llvm::StringRef Callable = Lambda ? "lambda"
                                     : Closure.Origin == Op::New
                                         ? "function object"
                                         : "callable";
    const llvm::StringRef Verb = Lambda ? "captures" : "holds";
    Symbol Label = Weak.Label;
    if (const Field *Member = F.field(Weak.Field)) {
      Label = Member->Name;
      Out.WeakField = Member->Usr;
    }
    std::string Captured =
        Label ? ("'" + F.str(Label) + "'").str() : "the object";
    std::string Owner = "the object";
    if (!Through.empty()) {
      if (const Record *R = F.record(F.field(Through.front())->Record))
        Owner = ("'" + F.str(R->Name) + "'").str();
    } else if (Label) {
      Owner = Captured;
    }
    std::string Way;
    for (Symbol Field : Through)
      Way += (llvm::Twine(Way.empty() ? " through '" : "' and '") + Name(Field))
                 .str();
    if (!Way.empty())
      Way += "'";
    Out.Message = (Owner + " owns itself" + Way + ": the stored " + Callable +
                   " " + Verb + " " + Captured)
                      .str();
    Out.WeakCapture = Label;
    Out.WeakClosure = Closure.Loc;
    Out.Handler = Through.empty() ? 0 : Through.back();
    // A closure written in the statement that stores it is where to look;
    // one that was made before is stored elsewhere.
    Out.Loc = Closure.Loc;
    for (const Edge *E : Edges)
      if (E->To == Weak.From && E->Statement &&
          E->Statement != Closure.Statement)
        Out.Loc = E->Where.back();
    for (const Edge *E : Edges) {
      Symbol Place = place(H, *E);
      if (E == &Weak)
        Out.Notes.push_back(
            {Weak.Where.front(), ("the " + Callable + " " + Verb + " " +
                                  Captured + " by value here")
                                     .str()});
      else if (E->Stored && Place)
        Out.Notes.push_back(
            {E->Where.front(),
             "'" + qualified(Place) +
                 (E->To == Weak.From ? "' stores the " + Callable.str()
                                     : std::string("' takes ownership")) +
                 " here"});
      else if (Place && !isElement(*E))
        Out.Notes.push_back(
            {F.field(Place)->Loc,
             "'" + qualified(Place) + "' owns what it leads to"});
    }
    Out.Notes.push_back(
        {Out.Loc,
         Label
             ? ("capture a std::weak_ptr to " + Captured +
                " and lock() it in the " + Callable + ", or reset '" +
                (Through.empty() ? "the callable" : qualified(Through.back())) +
                "' when it is no longer needed")
                   .str()
             : std::string("hold a std::weak_ptr instead and lock() "
                           "it in the call")});
    return;
  }

  Symbol Place = place(H, Weak);
  const Field *Member = F.field(Place);
  Out.WeakField = Place;
  std::string Way;
  for (Symbol Field : Through)
    if (Field != Place)
      Way += (Way.empty() ? " through '" : "', '") + qualified(Field);
  if (!Way.empty())
    Way += "'";
  Out.Message = "strong member '" + qualified(Place) +
                "' closes an ownership cycle" + Way +
                ": the objects keep one another alive";
  Out.Loc = Member->UserCode ? Member->Loc : Weak.Where.back();
  for (const Edge *E : Edges) {
    Symbol At = place(H, *E);
    if (!At)
      continue;
    if (E->Stored) {
      Out.Notes.push_back(
          {E->Where.front(), "'" + qualified(At) + "' takes ownership here"});
      if (E->Where.size() > 1)
        Out.Notes.push_back({E->Where.back(), "reached from this call"});
    } else if (E->Field == At && E->Kind != EdgeKind::Value) {
      Out.Notes.push_back(
          {F.field(At)->Loc, "'" + qualified(At) + "' owns what it leads to"});
    }
  }
  Out.Notes.push_back(
      {Out.Loc, "make '" + qualified(Place) +
                    "' a std::weak_ptr, or reset it before the last outside "
                    "owner goes away"});
}

std::vector<OwnershipCycle> Judge::run() {
  std::vector<std::pair<const Heap *, EdgeList>> Cycles;
  for (const Function &Fn : F.Functions) {
    const Heap *H = Builder.evaluate(Fn.Usr);
    if (!H)
      continue;
    for (const ResetSite &Site : H->Resets)
      Resets[Site.Field].push_back(Site);
    for (EdgeList &Edges : CycleSearch(Builder, *H).run())
      Cycles.push_back({H, std::move(Edges)});
  }
  // Whether anything breaks a cycle is known only now.
  for (auto &[H, Edges] : Cycles)
    judge(*H, std::move(Edges));
  std::vector<OwnershipCycle> Result;
  for (auto &[Key, C] : Found)
    Result.push_back(std::move(C.Cycle));
  auto Position = [this](const OwnershipCycle &C) {
    return std::tuple(F.str(C.Loc.File), C.Loc.Line, C.Loc.Column);
  };
  llvm::sort(Result, [&](const auto &L, const auto &R) {
    return Position(L) < Position(R);
  });
  return Result;
}

} // namespace

std::vector<OwnershipCycle> findOwnershipCycles(const Facts &F,
                                                Evidence Minimum) {
  return Judge(F, Minimum).run();
}

} // namespace heapwise::analysis
