//===-- UnboundedCaches.cpp - Long-lived containers without bound ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// "No erase" is no evidence of a leak, and an erase is no bound. For each
/// container the question is what holds it: every statement that adds to it is
/// held against every one that takes from it, and against the conditions that
/// both are under. What is left over needs evidence that it grows with input:
/// a memo (look, miss, add), a counter for each key, values that were emptied
/// while their keys stay.
///
//===----------------------------------------------------------------------===//

#include "UnboundedCaches.h"
#include "CacheNames.h"
#include "CacheReport.h"

#include "llvm/ADT/STLExtras.h"

#include <set>
#include <tuple>

using namespace llvm;
using namespace heapwise::facts;

namespace heapwise::analysis {

namespace {

using Action = ContainerEvent::Action;
using Test = Condition::Test;

class Judge {
public:
  Judge(const Facts &F, Extent Scope, Evidence Minimum)
      : F(F), Program(F, Scope), Minimum(Minimum) {}

  std::vector<UnboundedCache> run();

private:
  void judge(const ContainerPlace &P);
  Growth judgeGrowth(const ContainerPlace &P, const ContainerUse &Grow);
  bool isGrowth(const ContainerPlace &P, const ContainerUse &U) const;
  bool growsWithInput(const ContainerPlace &P, const ContainerUse &U) const;
  bool isGuarded(const ContainerPlace &P, const ContainerUse &U,
                 const ContainerProgram::FunctionSet &Around);
  bool hasFewKeys(const ContainerPlace &P, const ContainerUse &U) const;
  bool isOutOfTable(const ContainerPlace &P, Symbol Table) const;
  bool isFilledOnce(const ContainerUse &U) const;
  bool isKnown(const ContainerPlace &P, const ContainerUse &U) const;
  Weakness weakness(const ContainerPlace &P, const ContainerUse &Shrink,
                    const ContainerUse &Grow,
                    const ContainerProgram::FunctionSet &Around) const;
  bool isOnHappyPath(const ContainerPlace &P, const ContainerUse &Shrink,
                     const ContainerUse &Grow) const;
  bool isUnlimited(const ContainerPlace &P, const ContainerFunction &In,
                   const ContainerEvent &E, const Condition &Size) const;
  bool isSwitchedOff(const Condition &C) const;
  bool isSkipped(const ContainerPlace &P, const ContainerUse &Shrink,
                 const ContainerUse &Grow) const;
  bool isAbout(const ContainerPlace &P, const ContainerFunction &In,
               const PlaceRef &R) const;
  Reason reason(const ContainerPlace &P, const ContainerUse &U,
                ArrayRef<Removal> Removals) const;
  bool isSearched(const ContainerPlace &P, const ContainerUse &U) const;
  bool isRegistration(const ContainerPlace &P, const ContainerUse &U) const;
  bool isMemo(const ContainerPlace &P, const ContainerUse &U) const;
  bool isSubscription(const ContainerPlace &P, const ContainerUse &U) const;
  bool isHollowed(const ContainerPlace &P) const;
  const ContainerPlace &containerOf(const ContainerPlace &P,
                                    const ContainerUse &U) const;
  Lifetime lifetime(const ContainerPlace &P, const Growth &G) const;
  std::optional<Evidence> level(const ContainerPlace &P, const Growth &G) const;
  void report(const ContainerPlace &P, const Growth &G, Evidence Level);

  const Facts &F;
  const ContainerProgram Program;
  const Evidence Minimum;
  std::vector<UnboundedCache> Findings;
  std::set<std::tuple<Symbol, unsigned, unsigned>> Reported;
};

} // namespace

//===----------------------------------------------------------------------===//
// Growth
//===----------------------------------------------------------------------===//

bool Judge::isGrowth(const ContainerPlace &P, const ContainerUse &U) const {
  // A container that its own constructor fills.
  const bool Own = P.Wrapper && U.Outer->Constructor &&
                   U.Statement->At.Of == PlaceRef::Base::This;
  return !P.Const && !Own &&
         (U.Event->Kind == Action::Grow || U.Event->Kind == Action::Read) &&
         !U.Event->Local && !U.Statement->Local && (!U.Depth || P.Wrapper) &&
         Program.isReached(*U.Outer) && !Program.isStartup(*U.Outer, P) &&
         !Program.isStartup(*U.In, P);
}

bool Judge::growsWithInput(const ContainerPlace &P,
                           const ContainerUse &U) const {
  const Datum &Key = U.Key;
  // What a loop without end puts into a sequence has no end either.
  const bool Keyed = P.Keyed || P.Wrapper;
  if (!Keyed && U.Event->Forever)
    return true;
  if (Key.From != Origin::Param && Key.From != Origin::Input &&
      Key.From != Origin::Counter && (Keyed || Key.From != Origin::Own))
    return false;
  if (P.Keyed && P.Keys == KeyDomain::Finite)
    return false;
  if (Keyed && (Key.Narrow || namesFew(F.str(Key.Name), Key.Integral)))
    return false;
  return Key.From != Origin::Param ||
         !Program.getsFewValues(*U.Outer, Key.Param);
}

bool Judge::isAbout(const ContainerPlace &P, const ContainerFunction &In,
                    const PlaceRef &R) const {
  if (!R || R.Depth)
    return false;
  if (R.Of == PlaceRef::Base::Place) {
    if (R.Sym == P.Usr)
      return true;
    // A container of the wrapper's own.
    const ContainerPlace *Inner = Program.C.Places.find(R.Sym);
    return P.Wrapper && Inner && Inner->Owner == P.Wrapper;
  }
  const Symbol Place = Program.placeOf(In, R);
  return Place == P.Usr || !Place;
}

/// True if the limit in \p Size can not be reached: the largest number, or zero
/// where zero turns the limit off.
bool Judge::isUnlimited(const ContainerPlace &P, const ContainerFunction &In,
                        const ContainerEvent &E, const Condition &Size) const {
  const Datum &Limit = Size.Limit;
  if (Limit.HasValue)
    return Limit.Value == Datum::Unlimited;
  if (!Limit.Field)
    return false;
  const bool ZeroIsNone = any_of(E.Under, [&](std::uint32_t Index) {
    const Condition &C = In.Conditions[Index];
    return C.Kind == Test::NonZero && C.Limit.Field == Limit.Field;
  });
  const std::vector<Datum> Values =
      Program.limits(Limit.Field, P.Wrapper ? P.Usr : 0);
  return !Values.empty() && all_of(Values, [&](const Datum &D) {
    return D.Value == Datum::Unlimited || (ZeroIsNone && D.Value == 0);
  });
}

/// True if the statement is under a test of size, amount or time that is a
/// limit.
static bool isLimit(Test Kind) {
  return Kind == Test::Size || Kind == Test::Amount || Kind == Test::Time;
}

bool Judge::isGuarded(const ContainerPlace &P, const ContainerUse &U,
                      const ContainerProgram::FunctionSet &Around) {
  for (const ContainerFunction *Fn : {U.In, U.Outer}) {
    const ContainerEvent &E = Fn == U.In ? *U.Event : *U.Statement;
    for (std::uint32_t Index : E.Under) {
      const Condition &C = Fn->Conditions[Index];
      // `if (it != end() && it->second.until > now) return;` bounds nothing.
      const bool Maybe = C.Either && C.Kind != Test::Size;
      if (isLimit(C.Kind) && !Maybe && !isUnlimited(P, *Fn, E, C) &&
          (C.Kind != Test::Size || isAbout(P, *Fn, C.At)))
        return true;
    }
  }
  const auto IsOff = [&](const ContainerUse &Other, const Condition &C) {
    return isUnlimited(P, *Other.In, *Other.Event, C) ||
           any_of(Other.Event->Under, [&](std::uint32_t Index) {
             return isSwitchedOff(Other.In->Conditions[Index]);
           });
  };
  // A test of the size around the growth is there for a reason, whatever it
  // leads to.
  for (const ContainerFunction *Fn : Around)
    for (const Condition &C : Fn->Conditions)
      if (C.Kind == Test::Size && isAbout(P, *Fn, C.At) &&
          !isUnlimited(P, *Fn, *U.Event, C)) {
        // The limit may be turned off by a condition that only the removal is
        // under.
        const bool Off = any_of(Program.uses(P.Usr), [&](const auto &Other) {
          return Other.In == Fn && IsOff(Other, C);
        });
        if (!Off)
          return true;
      }
  return false;
}

/// True if nothing is ever added to \p Table after the start.
bool Judge::isOutOfTable(const ContainerPlace &P, Symbol Table) const {
  const ContainerPlace *Other = Program.C.Places.find(Table);
  return Other && Other != &P && !Other->Wrapper &&
         none_of(Program.uses(Table),
                 [&](const ContainerUse &U) { return isGrowth(*Other, U); });
}

/// True if the key is one of a list that is written down, or of those in a
/// table that does not grow.
bool Judge::hasFewKeys(const ContainerPlace &P, const ContainerUse &U) const {
  if (!P.Keyed && !P.Wrapper)
    return false;
  const auto Choose = [&](const ContainerFunction &Fn, const ContainerEvent &E,
                          const Datum &Key) {
    return Key.Text && any_of(E.Under, [&](std::uint32_t Index) {
             const Condition &C = Fn.Conditions[Index];
             if (C.Negated ? C.Kind != Test::Miss : C.Kind != Test::OneOf)
               return false;
             return C.Limit.Text == Key.Text &&
                    (C.Kind == Test::OneOf ||
                     isOutOfTable(P, Program.placeOf(Fn, C.At)));
           });
  };
  return Choose(*U.In, *U.Event, U.Event->Key) ||
         Choose(*U.Outer, *U.Statement, U.Key);
}

/// True if the container is filled when it is empty, or when a flag says that
/// this was not done yet, or when another one has nothing left to give.
bool Judge::isFilledOnce(const ContainerUse &U) const {
  for (const ContainerFunction *Fn : {U.In, U.Outer}) {
    const ContainerEvent &E = Fn == U.In ? *U.Event : *U.Statement;
    for (std::uint32_t Index : E.Under) {
      const Condition &C = Fn->Conditions[Index];
      if (C.Kind == Test::Empty && !C.Negated)
        return true;
      if (C.Kind == Test::Once && C.Negated)
        return true;
    }
  }
  return false;
}

/// True if the key was found before: nothing is added.
bool Judge::isKnown(const ContainerPlace &P, const ContainerUse &U) const {
  if (any_of(U.Event->Under, [&](std::uint32_t Index) {
        const Condition &C = U.In->Conditions[Index];
        return C.Kind == Test::Miss && C.Negated && C.At &&
               Program.placeOf(*U.In, C.At) == P.Usr;
      }))
    return true;
  return U.Event->Kind == Action::Read &&
         any_of(Program.uses(P.Usr), [&](const ContainerUse &Other) {
           return Other.In == U.In && Other.Event->Kind == Action::Lookup;
         });
}

//===----------------------------------------------------------------------===//
// Bounds
//===----------------------------------------------------------------------===//

/// True if \p C asks for a flag that nothing ever sets.
bool Judge::isSwitchedOff(const Condition &C) const {
  if ((C.Kind != Test::Once && C.Kind != Test::NonZero) || C.Negated ||
      C.Either)
    return false;
  const std::vector<Datum> Values = Program.limits(C.Limit.Field, 0);
  return !Values.empty() &&
         all_of(Values, [](const Datum &D) { return D.Value == 0; });
}

static bool isRemoval(const ContainerUse &U) {
  return !U.Depth &&
         (U.Event->Kind == Action::Shrink || U.Event->Kind == Action::Reset);
}

bool Judge::isOnHappyPath(const ContainerPlace &P, const ContainerUse &Shrink,
                          const ContainerUse &Grow) const {
  if (Shrink.In != Grow.In || Shrink.Event < Grow.Event || !P.Keyed ||
      Shrink.Event->Kind != Action::Shrink ||
      Shrink.Event->Key.Text != Grow.Event->Key.Text)
    return false;
  const ContainerFunction &Fn = *Grow.In;
  const ContainerEvent *Last = Grow.Event;
  for (const ContainerEvent &E : Fn.Events) {
    if (&E <= Grow.Event || &E >= Shrink.Event)
      continue;
    if (E.Kind == Action::Shrink && isAbout(P, Fn, E.At))
      Last = &E;
    // A way out that is not taken because the key was there already, and on
    // which nothing was taken out before it.
    const bool Continues = F.str(E.What) == "continue";
    if (Continues && !(Grow.Event->Looped && Shrink.Event->Looped))
      continue;
    if (E.Kind == Action::Exit && E.Under != Grow.Event->Under &&
        !(Last->Kind == Action::Shrink && Last->Under == E.Under) &&
        none_of(E.Under, [&](std::uint32_t Index) {
          const Condition &C = Fn.Conditions[Index];
          return C.Kind == Test::Miss && C.Negated;
        }))
      return true;
  }
  return false;
}

/// True if the key that was just added is taken out again under a condition
/// that has nothing to do with the container: `if (ok) busy.erase(id);`
bool Judge::isSkipped(const ContainerPlace &P, const ContainerUse &Shrink,
                      const ContainerUse &Grow) const {
  const auto Undoes = [&](const ContainerUse &U) {
    return U.In == Grow.In && U.Event > Grow.Event &&
           U.Event->Kind == Action::Shrink &&
           U.Event->Key.Text == Grow.Event->Key.Text;
  };
  if (!P.Keyed || Grow.Event->Update || !Undoes(Shrink) ||
      count_if(Program.uses(P.Usr), Undoes) != 1)
    return false;
  bool Skipped = false;
  for (std::uint32_t Index : Shrink.Event->Under) {
    const Condition &C = Grow.In->Conditions[Index];
    // That it was new says nothing of what comes after.
    const bool Added = C.Kind == Test::Miss && !C.Negated;
    if (Added || is_contained(Grow.Event->Under, Index))
      continue;
    if ((C.Kind != Test::Other && C.Kind != Test::Once) ||
        (C.At && Program.placeOf(*Grow.In, C.At) == P.Usr))
      return false;
    Skipped = true;
  }
  return Skipped;
}

Weakness Judge::weakness(const ContainerPlace &P, const ContainerUse &Shrink,
                         const ContainerUse &Grow,
                         const ContainerProgram::FunctionSet &Around) const {
  const ContainerFunction &Fn = *Shrink.In;
  if (!Program.isReached(*Shrink.Outer) || !Program.isReached(Fn))
    return Weakness::NeverCalled;
  if (Shrink.Outer->Destructor) {
    const bool Own =
        P.Kind == Storage::Member && Shrink.Outer->Record == P.Owner;
    return Own ? Weakness::AtTheEnd : Weakness::Bounds;
  }
  bool Limited = false, Unlimited = false;
  for (std::uint32_t Index : Shrink.Event->Under) {
    const Condition &C = Fn.Conditions[Index];
    Limited |= isLimit(C.Kind) || C.Kind == Test::Liveness;
    Unlimited |= isSwitchedOff(C);
    Unlimited |= C.Kind == Test::Size && isUnlimited(P, Fn, *Shrink.Event, C);
  }
  // `if (size() > limit) evict();`
  for (const ContainerFunction *Caller : Around)
    for (const ContainerEvent &E : Caller->Events)
      if (E.Kind == Action::Call && E.What == Fn.Usr)
        for (std::uint32_t Index : E.Under) {
          const Condition &C = Caller->Conditions[Index];
          Limited |= isLimit(C.Kind);
          Unlimited |= isSwitchedOff(C);
          Unlimited |= C.Kind == Test::Size && isUnlimited(P, *Caller, E, C);
        }
  if (Unlimited)
    return Weakness::NoLimit;
  if (Limited)
    return Weakness::Bounds;
  if (isOnHappyPath(P, Shrink, Grow))
    return Weakness::HappyPath;
  if (isSkipped(P, Shrink, Grow))
    return Weakness::Sometimes;
  return Around.contains(Shrink.Outer) || Around.contains(&Fn)
             ? Weakness::Bounds
             : Weakness::Elsewhere;
}

//===----------------------------------------------------------------------===//
// Evidence
//===----------------------------------------------------------------------===//

/// True if a sequence is gone through before something is added, and left when
/// it was found.
bool Judge::isSearched(const ContainerPlace &P, const ContainerUse &U) const {
  const ContainerEvent &Grow = *U.Event;
  for (const ContainerUse &Look : Program.uses(P.Usr)) {
    if (Look.In != U.In || Look.Event->Kind != Action::Lookup ||
        Look.Event > &Grow)
      continue;
    if (any_of(Grow.Under, [&](std::uint32_t Index) {
          const Condition &C = U.In->Conditions[Index];
          return C.Kind == Test::Miss && !C.Negated && isAbout(P, *U.In, C.At);
        }))
      return true;
    if (any_of(U.In->Events, [&](const ContainerEvent &E) {
          return E.Kind == Action::Exit && E.Looped &&
                 F.str(E.What) != "continue" && &E > Look.Event && &E < &Grow;
        }))
      return true;
  }
  return false;
}

/// `codecs.emplace(name, codec).second`: who registers an object finds out
/// whether its name is taken.
bool Judge::isRegistration(const ContainerPlace &P,
                           const ContainerUse &U) const {
  return U.Event->Given &&
         (P.Values == ValueKind::Callable || P.Values == ValueKind::Handle ||
          namesAName(F.str(U.Key.Name)));
}

bool Judge::isMemo(const ContainerPlace &P, const ContainerUse &U) const {
  const ContainerEvent &Grow = *U.Event;
  if (!P.Keyed && !P.Wrapper)
    return isSearched(P, U);
  if (isRegistration(P, U))
    return false;
  if (Grow.Used && !P.Wrapper)
    return true;
  for (const ContainerUse &Other : Program.uses(P.Usr)) {
    const bool SameStatement = Other.Outer == U.Outer;
    const bool SameKey =
        Other.Key.Text == U.Key.Text || !Other.Key.Text || !U.Key.Text;
    if (SameStatement && SameKey && Other.Event->Kind == Action::Lookup &&
        Other.Statement < U.Statement)
      return true;
    if (Other.In == U.In && SameKey && Other.Event->Kind == Action::Lookup &&
        Other.Event < &Grow)
      return true;
  }
  // auto &slot = m[k]; if (!slot) slot = make();
  for (const ContainerFunction *Fn : {U.In})
    for (const Condition &C : Fn->Conditions)
      if (C.Kind == Test::Miss && !C.Negated && Grow.Kind == Action::Grow &&
          !Grow.Update && F.str(Grow.What) == "operator[]" && C.At.Depth &&
          C.At.Sym == Grow.At.Sym)
        return true;
  return false;
}

/// True if somewhere a value is emptied and nothing put in its place, as if
/// that were the end of its key.
bool Judge::isHollowed(const ContainerPlace &P) const {
  if (!P.Keyed)
    return false;
  ArrayRef<ContainerUse> Uses = Program.uses(P.Usr);
  return any_of(Uses, [&](const ContainerUse &U) {
    return U.Event->Kind == Action::Hollow && !U.Depth &&
           Program.isReached(*U.In) && none_of(Uses, [&](const auto &Other) {
             return Other.In == U.In && Other.Event->Kind == Action::Grow;
           });
  });
}

/// True if objects that come and go add a callback or themselves when they are
/// made.
bool Judge::isSubscription(const ContainerPlace &P,
                           const ContainerUse &U) const {
  if (P.Values != ValueKind::Callable && P.Values != ValueKind::Handle)
    return false;
  return Program.isCalledByTransients(*U.Outer);
}

/// The container itself; of a wrapper, the member that grows.
const ContainerPlace &Judge::containerOf(const ContainerPlace &P,
                                         const ContainerUse &U) const {
  const ContainerPlace *Inner =
      P.Wrapper ? Program.C.Places.find(U.Event->At.Sym) : nullptr;
  return Inner ? *Inner : P;
}

Reason Judge::reason(const ContainerPlace &P, const ContainerUse &U,
                     ArrayRef<Removal> Removals) const {
  const auto [Scope, Own] = F.str(P.Name).rsplit("::");
  const StringRef Name = Own.empty() ? Scope : Own;
  if (namesNotices(Name, F.str(U.Key.Name)))
    return Reason::Adds;
  const bool Memo = isMemo(P, U);
  if (P.Values == ValueKind::Weak && (P.Keyed || Removals.empty()))
    return Reason::Weak;
  if (U.Event->Kind == Action::Read && P.Map && U.In == U.Outer &&
      none_of(Program.uses(P.Usr), [&](const ContainerUse &Other) {
        return Other.In == U.In && Other.Event->Kind == Action::Grow;
      }))
    return Reason::Read;
  if (Memo)
    return Reason::Memo;
  if (any_of(Removals, [](const Removal &R) {
        return R.Why == Weakness::Sometimes || R.Why == Weakness::HappyPath ||
               R.Why == Weakness::NoLimit || R.Why == Weakness::NeverCalled;
      }))
    return Reason::Removal;
  if (isHollowed(P))
    return Reason::Hollow;
  const bool Counted = U.Event->Update && P.Values == ValueKind::Number;
  const bool Numbered = U.Key.From == Origin::Counter && Removals.empty();
  // `dependents[key].push_back(x)`, and nothing is ever taken out.
  const bool Listed =
      U.Event->Update && P.Values == ValueKind::Data && Removals.empty() &&
      any_of(Program.uses(P.Usr), [&](const ContainerUse &Inner) {
        return Inner.In == U.In && Inner.Depth == 1 &&
               Inner.Event->Kind == Action::Grow;
      });
  if (P.Keyed && (Counted || Numbered || Listed))
    return Reason::Counter;
  if (isSubscription(containerOf(P, U), U))
    return Reason::Handler;
  if (P.Map && Removals.empty() && P.Values != ValueKind::Callable &&
      !isRegistration(P, U) && namesMany(F.str(U.Key.Name)))
    return Reason::Named;
  if (P.Values == ValueKind::Callable)
    return Reason::Adds;
  if (P.Values == ValueKind::Handle
          ? Removals.empty() && !P.Map && namesHistory(Name)
          : namesHistory(Scope, Name))
    return Reason::History;
  if (!P.Map && !P.Wrapper && Removals.empty() &&
      (U.Event->Forever || namesEvent(F.str(U.In->Name)) ||
       namesEvent(F.str(U.Outer->Name))))
    return Reason::History;
  return Reason::Adds;
}

Growth Judge::judgeGrowth(const ContainerPlace &P, const ContainerUse &Grow) {
  Growth G;
  if (!growsWithInput(P, Grow) || isFilledOnce(Grow) || isKnown(P, Grow) ||
      hasFewKeys(P, Grow))
    return G;
  const auto Around = Program.related({Grow.In, Grow.Outer});
  if (isGuarded(P, Grow, Around))
    return G;
  for (const ContainerUse &U : Program.uses(P.Usr)) {
    if (!isRemoval(U))
      continue;
    const Weakness Why = weakness(P, U, Grow, Around);
    if (Why == Weakness::Bounds)
      return G;
    G.Removals.push_back({&U, Why});
  }
  G.Use = &Grow;
  G.Why = reason(P, Grow, G.Removals);
  return G;
}

/// An object whose own method never returns lives as long as that.
Lifetime Judge::lifetime(const ContainerPlace &P, const Growth &G) const {
  const Lifetime Life = Program.lifetime(P);
  const bool Forever = P.Kind == Storage::Member &&
                       G.Use->In->Record == P.Owner &&
                       Program.isEndless(*G.Use->In, *G.Use->Event);
  return Forever ? std::max(Life, Lifetime::Loop) : Life;
}

std::optional<Evidence> Judge::level(const ContainerPlace &P,
                                     const Growth &G) const {
  if (G.Why == Reason::None)
    return std::nullopt;
  const Lifetime Life = lifetime(P, G);
  const bool Elsewhere = any_of(G.Removals, [](const Removal &R) {
    return R.Why == Weakness::Elsewhere;
  });
  // The unit of main() is often the whole of a tool that runs once.
  const bool OneShot =
      P.MainUnit && !Program.isServed(*G.Use->Outer, *G.Use->Statement);
  // Keys that a loop takes from somewhere are as many as there are there.
  const ContainerEvent &Added = *G.Use->Event;
  const bool Batch =
      G.Use->Key.From == Origin::Input && Added.Looped && !Added.Endless;
  // What is only looked up is added whatever else is taken out.
  const bool Asked = Elsewhere && G.Why != Reason::Read;
  const bool Own = G.Use->Outer->Constructor && G.Why != Reason::Handler &&
                   !(G.Why == Reason::Memo && P.Kind != Storage::Member);
  if (OneShot || Batch || Asked || Own || Life <= Lifetime::Main ||
      G.Why == Reason::Adds)
    return Evidence::Possible;
  const bool Certain = Life == Lifetime::Static &&
                       (G.Why == Reason::Memo || G.Why == Reason::Weak ||
                        any_of(G.Removals, [](const Removal &R) {
                          return R.Why == Weakness::NeverCalled;
                        }));
  return Certain ? Evidence::Proved : Evidence::Likely;
}

//===----------------------------------------------------------------------===//
// Findings
//===----------------------------------------------------------------------===//

void Judge::report(const ContainerPlace &P, const Growth &G, Evidence Level) {
  UnboundedCache Out = describeGrowth(Program, P, G, lifetime(P, G), Level);
  // Instantiations of one template are one finding.
  if (Reported.insert({Out.Loc.File, Out.Loc.Line, Out.Loc.Column}).second)
    Findings.push_back(std::move(Out));
}

void Judge::judge(const ContainerPlace &P) {
  // A test ends soon.
  if (P.InTest)
    return;
  if (const ContainerClass *Owner = Program.C.Classes.find(P.Owner))
    // What a container of the user's own keeps is its user's affair.
    if (P.Kind == Storage::Member && Owner->Generic)
      return;
  if (P.Wrapper) {
    const ContainerClass *Class = Program.C.Classes.find(P.Wrapper);
    if (!Class || !Class->Generic)
      return;
  }
  if (!Program.inView(P))
    return;
  Growth Worst;
  std::optional<Evidence> WorstLevel;
  std::vector<std::pair<Growth, Evidence>> Reads;
  for (const ContainerUse &U : Program.uses(P.Usr)) {
    if (!isGrowth(P, U))
      continue;
    const Growth G = judgeGrowth(P, U);
    const std::optional<Evidence> Level = level(P, G);
    if (!Level)
      continue;
    if (G.Why == Reason::Read)
      Reads.emplace_back(G, *Level);
    if (!WorstLevel || *Level > *WorstLevel ||
        (*Level == *WorstLevel && G.Why > Worst.Why)) {
      Worst = G;
      WorstLevel = Level;
    }
  }
  if (WorstLevel && *WorstLevel >= Minimum)
    report(P, Worst, *WorstLevel);
  // Each has a fix of its own.
  for (const auto &[Read, Level] : Reads)
    if (Level >= Minimum)
      report(P, Read, Level);
}

std::vector<UnboundedCache> Judge::run() {
  for (const ContainerPlace &P : Program.C.Places.rows())
    judge(P);
  sort(Findings, [this](const Finding &L, const Finding &R) {
    return std::tuple(F.str(L.Loc.File), L.Loc.Line, L.Loc.Column) <
           std::tuple(F.str(R.Loc.File), R.Loc.Line, R.Loc.Column);
  });
  return std::move(Findings);
}

std::vector<UnboundedCache> findUnboundedCaches(const Facts &F, Extent Scope,
                                                Evidence Minimum) {
  return Judge(F, Scope, Minimum).run();
}

} // namespace heapwise::analysis
