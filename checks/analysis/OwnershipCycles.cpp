//===-- OwnershipCycles.cpp - Cycles in what functions store --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OwnershipCycles.h"
#include "CycleSearch.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"

#include <set>
#include <tuple>

using namespace heapwise::facts;

namespace heapwise::analysis {

namespace {

/// Part of an edge's score: its object has another owner, as far as is known.
constexpr int NotOnlyOwner = 32;

class Judge {
public:
  Judge(const Facts &F, Evidence Minimum)
      : F(F), Minimum(Minimum), Builder(F) {}

  std::vector<OwnershipCycle> run();

private:
  void judge(const Heap &H, EdgeList Edges);
  struct Choice {
    const Edge *Weak = nullptr;
    int Score = 0;
  };
  /// The edge that should be weak: a capture before a member; what leads back
  /// before what leads on; never, if there is another, the only owner.
  Choice chooseWeak(const Heap &H, const EdgeList &Edges) const;
  bool isOwnedElsewhere(const Heap &H, const EdgeList &Edges,
                        const Edge &E) const;
  Evidence level(const Heap &H, const EdgeList &Edges) const;
  Evidence resetLevel(Symbol Field,
                      const llvm::DenseSet<Symbol> &Members) const;
  bool runsOnlyInDestructorOf(Symbol Function,
                              const llvm::DenseSet<Symbol> &Members,
                              llvm::DenseSet<Symbol> &Seen) const;
  void explainCapture(const Heap &H, const EdgeList &Edges, const Edge &Weak,
                      OwnershipCycle &Out) const;
  void explainMember(const Heap &H, const EdgeList &Edges, const Choice &Chosen,
                     OwnershipCycle &Out) const;
  std::vector<Symbol> membersBetween(const Heap &H, const EdgeList &Edges,
                                     const Edge &Weak) const;
  using Position = std::tuple<llvm::StringRef, unsigned, unsigned>;
  Position position(const Location &L) const {
    return {F.str(L.File), L.Line, L.Column};
  }

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
    int Score = 0;
    std::size_t TraceLength = 0;
    /// What two findings about the same cycle have in common: the members it
    /// goes through, or the closure and its capture. It may be closed in many
    /// functions, and looks different from each.
    std::vector<Position> Signature;
    OwnershipCycle Cycle;
  };
  std::vector<Candidate> Found;
};

/// The member that an edge goes through, its container's for an element.
Symbol Judge::place(const Heap &H, const Edge &E) const {
  const Symbol Member = H.enclosingPlace(E.From, E.Field).second;
  return Facts::isPseudoField(Member) ? 0 : Member;
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

/// False for the only owner of an object that is made here: it must stay
/// strong.
bool Judge::isOwnedElsewhere(const Heap &H, const EdgeList &Edges,
                             const Edge &E) const {
  auto IsNew = [&](NodeId N) { return H.Nodes[N].Origin == Op::New; };
  const Node &Object = H.Nodes[E.To];
  if (!IsNew(E.To) &&
      !(Object.Origin == Op::Phi && llvm::all_of(Object.Alternatives, IsNew)))
    return true;
  // Whoever calls this function owns what it returns.
  if (llvm::any_of(H.Steps, [&](const Heap::Step &S) {
        return S.K == Heap::Step::Return &&
               (S.Index == E.To ||
                llvm::is_contained(H.Nodes[S.Index].Alternatives, E.To));
      }))
    return true;
  return llvm::any_of(H.Edges, [&](const Edge &Other) {
    return Other.To == E.To && Other.Stored &&
           isOwning(Builder.ownership(H, Other)) &&
           llvm::none_of(Edges, [&](const Edge *InCycle) {
             return InCycle->From == Other.From;
           });
  });
}

Judge::Choice Judge::chooseWeak(const Heap &H, const EdgeList &Edges) const {
  Choice Best;
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
      if (isOwnedElsewhere(H, Edges, *E))
        Score += NotOnlyOwner;
      if (isBackName(F.str(Member->Name)))
        Score += 16;
      if (!isElement(*E))
        Score += 8;
      if (E->Stored)
        Score += 4;
    }
    if (!Best.Weak || Score > Best.Score ||
        (Score == Best.Score && E->Order > Best.Weak->Order))
      Best = {E, Score};
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

/// True for a function that only runs when something went wrong: what it
/// empties stays full when all goes well.
static bool isFailurePath(llvm::StringRef Function) {
  return Function.contains_insensitive("fail") ||
         Function.contains_insensitive("error");
}

/// How much of a cycle's evidence the resets of a member leave.
Evidence Judge::resetLevel(Symbol Field,
                           const llvm::DenseSet<Symbol> &Members) const {
  auto It = Resets.find(Field);
  if (It == Resets.end())
    return Evidence::Proved;
  Evidence Level = Evidence::Proved;
  for (const ResetSite &Site : It->second) {
    llvm::DenseSet<Symbol> Seen;
    if (runsOnlyInDestructorOf(Site.Function, Members, Seen))
      continue;
    const Function *Fn = F.function(Site.Function);
    if (!Site.InHandler && !(Fn && isFailurePath(F.str(Fn->Name))))
      return Evidence::Possible;
    Level = Evidence::Likely;
  }
  return Level;
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
    // The callable that the cycle goes through may end it when it runs.
    if (llvm::any_of(E->KilledOn,
                     [&](PathId P) { return H.isLater(P, E->Path); }))
      return Evidence::Possible;
    const Field *Member = F.field(place(H, *E));
    if (!Member)
      continue;
    // A value stays, unless it is in an optional or replaced by an empty one.
    const bool CanBeEmptied =
        !Member->Const && (E->Kind != EdgeKind::Value || isElement(*E) ||
                           Resets.count(Member->Usr));
    if (!CanBeEmptied)
      continue;
    if (F.isOpen(Member->Record))
      return Evidence::Possible;
    Level = std::min(Level, resetLevel(Member->Usr, Members));
  }
  return Level;
}

void Judge::judge(const Heap &H, EdgeList Edges) {
  const Choice Chosen = chooseWeak(H, Edges);
  if (!Chosen.Weak)
    return;
  const Edge &Weak = *Chosen.Weak;
  Candidate C;
  C.Cycle.Level = level(H, Edges);
  if (C.Cycle.Level < Minimum)
    return;
  // Start after the weak edge: the path ends with what should be weak.
  while (Edges.back() != &Weak)
    std::rotate(Edges.begin(), Edges.begin() + 1, Edges.end());
  C.Score = Chosen.Score;
  for (const Edge *E : Edges)
    C.TraceLength += E->Where.size();
  if (isCaptured(H, Edges, Weak)) {
    C.Signature = {position(H.Nodes[Weak.From].Loc), {F.str(Weak.Label), 0, 0}};
    explainCapture(H, Edges, Weak, C.Cycle);
  } else {
    for (const Edge *E : Edges)
      if (const Field *Member = F.field(place(H, *E)))
        C.Signature.push_back(position(Member->Loc));
    llvm::sort(C.Signature);
    explainMember(H, Edges, Chosen, C.Cycle);
  }
  if (C.Cycle.Loc.isValid())
    Found.push_back(std::move(C));
}

/// The named members that the cycle goes through beside the weak edge, in
/// order.
std::vector<Symbol> Judge::membersBetween(const Heap &H, const EdgeList &Edges,
                                          const Edge &Weak) const {
  std::vector<Symbol> Through;
  for (const Edge *E : Edges)
    if (Symbol Place = place(H, *E))
      if (E != &Weak && (Through.empty() || Through.back() != Place))
        Through.push_back(Place);
  return Through;
}

static llvm::StringRef hedge(Evidence Level) {
  switch (Level) {
  case Evidence::Proved:
    return "";
  case Evidence::Likely:
    return " probably";
  case Evidence::Possible:
    return " possibly";
  }
  llvm_unreachable("covered switch");
}

void Judge::explainCapture(const Heap &H, const EdgeList &Edges,
                           const Edge &Weak, OwnershipCycle &Out) const {
  const std::vector<Symbol> Through = membersBetween(H, Edges, Weak);
  const Node &Closure = H.Nodes[Weak.From];
  const bool Lambda = F.str(Closure.Label) == "lambda";
  const std::string Callable = Lambda                      ? "lambda"
                               : Closure.Origin == Op::New ? "function object"
                                                           : "callable";
  const std::string Verb = Lambda ? " captures " : " holds ";
  Symbol Label = Weak.Label;
  if (const Field *Member = F.field(Weak.Field)) {
    Label = Member->Name;
    Out.WeakField = Member->Usr;
  }
  const std::string Captured =
      Label ? ("'" + F.str(Label) + "'").str() : "the object";
  std::string Owner = Captured;
  // The class of the object itself, of which a base may have the member.
  const Record *R = F.record(H.Nodes[Weak.To].Sym);
  if (!R && !Through.empty())
    R = F.record(F.field(Through.front())->Record);
  if (R)
    Owner = ("'" + F.str(R->Name) + "'").str();
  std::string Way;
  for (const auto &[Index, Member] : llvm::enumerate(Through)) {
    const bool IsLast = Index + 1 == Through.size();
    Way += (llvm::Twine(Index == 0 ? " through '"
                        : IsLast   ? " and '"
                                   : ", '") +
            F.str(F.field(Member)->Name) + "'")
               .str();
  }
  Out.Message = Owner + hedge(Out.Level).str() + " owns itself" + Way +
                ": the stored " + Callable + Verb + Captured;
  Out.WeakCapture = Label;
  Out.WeakClosure = Closure.Loc;
  Out.Handler = Through.empty() ? 0 : Through.back();
  // A closure written in the statement that stores it is where to look; one
  // that was made before is stored elsewhere.
  Out.Loc = Closure.Loc;
  for (const Edge *E : Edges)
    if (E->To == Weak.From && E->Statement && E->Statement != Closure.Statement)
      Out.Loc = E->Where.back();

  for (const Edge *E : Edges) {
    Symbol Place = place(H, *E);
    if (E == &Weak)
      Out.Notes.push_back({E->Where.front(), "the " + Callable + Verb +
                                                 Captured + " by value here"});
    else if (E->Stored && Place)
      Out.Notes.push_back(
          {E->Where.front(), "'" + qualified(Place) + "' " +
                                 (E->To == Weak.From ? "stores the " + Callable
                                                     : "takes ownership") +
                                 " here"});
    else if (Place && !isElement(*E))
      Out.Notes.push_back({F.field(Place)->Loc,
                           "'" + qualified(Place) + "' owns what it leads to"});
  }
  std::string Advice =
      Label ? "capture a std::weak_ptr to " + Captured +
                  " and lock() it in the " + Callable
            : "hold a std::weak_ptr instead and lock() it in the call";
  if (!Through.empty())
    Advice += ", or reset '" + qualified(Through.back()) +
              "' when it is no longer needed";
  Out.Notes.push_back({Out.Loc, std::move(Advice)});
}

void Judge::explainMember(const Heap &H, const EdgeList &Edges,
                          const Choice &Chosen, OwnershipCycle &Out) const {
  const Edge &Weak = *Chosen.Weak;
  const Symbol Place = place(H, Weak);
  const Field *Member = F.field(Place);
  std::string Way;
  for (Symbol Other : membersBetween(H, Edges, Weak))
    if (Other != Place)
      Way += (Way.empty() ? " through '" : ", '") + qualified(Other) + "'";
  Out.WeakField = Place;
  Out.Message = "strong member '" + qualified(Place) + "'" +
                hedge(Out.Level).str() + " closes an ownership cycle" + Way +
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
  if (Chosen.Score < NotOnlyOwner)
    Out.Notes.push_back(
        {Out.Loc, "each edge is the only owner of its object, so none can be "
                  "weak; restructure, or reset '" +
                      qualified(Place) + "' explicitly"});
  else
    Out.Notes.push_back(
        {Out.Loc, "make '" + qualified(Place) + "' a " +
                      (Member->WeakForm ? F.str(Member->WeakForm).str()
                                        : std::string("non-owning pointer")) +
                      ", or reset it before the last outside owner goes away"});
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
  // Of the findings about one place or one cycle, the best: the clearest edge
  // to weaken, the shortest way to it.
  llvm::sort(Found, [&](const Candidate &L, const Candidate &R) {
    return std::tuple(-L.Score, L.TraceLength, position(L.Cycle.Loc)) <
           std::tuple(-R.Score, R.TraceLength, position(R.Cycle.Loc));
  });
  std::set<Position> Places;
  std::set<std::vector<Position>> Signatures;
  std::vector<OwnershipCycle> Result;
  for (Candidate &C : Found)
    if (Signatures.insert(C.Signature).second &&
        Places.insert(position(C.Cycle.Loc)).second)
      Result.push_back(std::move(C.Cycle));
  llvm::sort(Result, [&](const auto &L, const auto &R) {
    return position(L.Loc) < position(R.Loc);
  });
  return Result;
}

} // namespace

std::vector<OwnershipCycle> findOwnershipCycles(const Facts &F,
                                                Evidence Minimum) {
  return Judge(F, Minimum).run();
}

} // namespace heapwise::analysis
