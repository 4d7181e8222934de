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

#include "../facts/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

#include <set>
#include <tuple>

using namespace llvm;
using namespace heapwise::facts;

namespace heapwise::analysis {

namespace {

using Action = ContainerEvent::Action;
using Test = Condition::Test;

/// Why what takes elements out is no bound, best for the container first.
enum class Weakness {
  Bounds,      ///< it is one
  Elsewhere,   ///< somebody has to ask for it
  HappyPath,   ///< a way out comes before it
  NoLimit,     ///< its limit is none
  NeverCalled, ///< nothing calls it
  AtTheEnd,    ///< in the destructor of the owner
};

struct Removal {
  const ContainerUse *Use;
  Weakness Why;
};

/// What speaks for unbounded growth.
enum class Reason {
  None,
  Adds,    ///< it grows, and that is all there is to say
  History, ///< a log, a list of what was seen
  Named,   ///< an entry for each client, request, address
  Handler, ///< objects that come and go leave their callbacks
  Counter, ///< `m[k]++`, `m[++next] = x`
  Hollow,  ///< values are emptied, keys stay
  Removal, ///< what should bound it does not
  Weak,    ///< weak values, keys stay
  Read,    ///< operator[] that only looks
  Memo,
};

struct Growth {
  const ContainerUse *Use = nullptr;
  Reason Why = Reason::None;
  std::vector<Removal> Removals;
};

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
  bool isFilledOnce(const ContainerUse &U) const;
  bool isKnown(const ContainerPlace &P, const ContainerUse &U) const;
  Weakness weakness(const ContainerPlace &P, const ContainerUse &Shrink,
                    const ContainerUse &Grow,
                    const ContainerProgram::FunctionSet &Around) const;
  bool isOnHappyPath(const ContainerPlace &P, const ContainerUse &Shrink,
                     const ContainerUse &Grow) const;
  bool isUnlimited(const ContainerPlace &P, const ContainerFunction &In,
                   const ContainerEvent &E, const Condition &Size) const;
  bool isAbout(const ContainerPlace &P, const ContainerFunction &In,
               const PlaceRef &R) const;
  Reason reason(const ContainerPlace &P, const ContainerUse &U,
                ArrayRef<Removal> Removals) const;
  bool isSearched(const ContainerPlace &P, const ContainerUse &U) const;
  bool isMemo(const ContainerPlace &P, const ContainerUse &U) const;
  bool isSubscription(const ContainerPlace &P, const ContainerUse &U) const;
  bool isHollowed(const ContainerPlace &P) const;
  std::optional<Evidence> level(const ContainerPlace &P, const Growth &G) const;
  void report(const ContainerPlace &P, const Growth &G, Evidence Level);
  void explain(const ContainerPlace &P, const Growth &G, UnboundedCache &Out);

  std::string quoted(Symbol Name) const {
    return ("'" + F.str(Name) + "'").str();
  }

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
  return (U.Event->Kind == Action::Grow || U.Event->Kind == Action::Read) &&
         !U.Event->Local && !U.Statement->Local && (!U.Depth || P.Wrapper) &&
         Program.isReached(*U.Outer) && !Program.isStartup(*U.Outer, P) &&
         !Program.isStartup(*U.In, P);
}

/// Names of numbers, and of strings, of which there are few.
static bool namesFew(StringRef Name) {
  static constexpr StringRef Few[] = {
      "size",      "width",   "height",   "level",    "index",    "idx",
      "type",      "kind",    "mode",     "depth",    "order",    "degree",
      "count",     "num",     "n",        "bits",     "year",     "month",
      "day",       "prio",    "priority", "rank",     "dim",      "dimension",
      "dims",      "scale",   "layer",    "slot",     "row",      "column",
      "col",       "zoom",    "version",  "state",    "status",   "format",
      "font",      "style",   "lang",     "language", "locale",   "category",
      "encoding",  "charset", "unit",     "property", "option",   "flag",
      "flags",     "i",       "j",        "radix",    "base",     "severity",
      "theme",     "color",   "colour",   "currency", "signal",   "opcode",
      "extension", "ext",     "tag",      "typename", "classname"};
  return hasWord(Name, Few);
}

bool Judge::growsWithInput(const ContainerPlace &P,
                           const ContainerUse &U) const {
  const Datum &Key = U.Key;
  if (Key.From != Origin::Param && Key.From != Origin::Input &&
      Key.From != Origin::Counter)
    return false;
  const bool Keyed = P.Keyed || P.Wrapper;
  if (P.Keyed && P.Keys == KeyDomain::Finite)
    return false;
  if (Keyed && (Key.Narrow || namesFew(F.str(Key.Name))))
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
      if (isLimit(C.Kind) && !isUnlimited(P, *Fn, E, C) &&
          (C.Kind != Test::Size || isAbout(P, *Fn, C.At)))
        return true;
    }
  }
  // A test of the size around the growth is there for a reason, whatever it
  // leads to.
  for (const ContainerFunction *Fn : Around)
    for (const Condition &C : Fn->Conditions)
      if (C.Kind == Test::Size && isAbout(P, *Fn, C.At) &&
          !isUnlimited(P, *Fn, *U.Event, C)) {
        // The limit may be turned off by a condition that only the removal is
        // under.
        const bool Off = any_of(Program.uses(P.Usr), [&](const auto &Other) {
          return Other.In == Fn && isUnlimited(P, *Fn, *Other.Event, C);
        });
        if (!Off)
          return true;
      }
  return false;
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
    Unlimited |= C.Kind == Test::Size && isUnlimited(P, Fn, *Shrink.Event, C);
  }
  // `if (size() > limit) evict();`
  for (const ContainerFunction *Caller : Around)
    for (const ContainerEvent &E : Caller->Events)
      if (E.Kind == Action::Call && E.What == Fn.Usr)
        for (std::uint32_t Index : E.Under) {
          const Condition &C = Caller->Conditions[Index];
          Limited |= isLimit(C.Kind);
          Unlimited |= C.Kind == Test::Size && isUnlimited(P, *Caller, E, C);
        }
  if (Unlimited)
    return Weakness::NoLimit;
  if (Limited)
    return Weakness::Bounds;
  if (isOnHappyPath(P, Shrink, Grow))
    return Weakness::HappyPath;
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
          return E.Kind == Action::Exit && E.Looped && &E > Look.Event &&
                 &E < &Grow;
        }))
      return true;
  }
  return false;
}

bool Judge::isMemo(const ContainerPlace &P, const ContainerUse &U) const {
  const ContainerEvent &Grow = *U.Event;
  if (!P.Keyed && !P.Wrapper)
    return isSearched(P, U);
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

/// Of a compound, the last word says what it is: `logEntries` has the entries
/// of a log, `log_levels` has levels.
static bool namesHistory(StringRef Name) {
  static constexpr StringRef Adjectives[] = {
      "cached", "seen",      "visited", "pending", "inflight", "interned",
      "known",  "processed", "handled", "past",    "recent",   "retired"};
  static constexpr StringRef Nouns[] = {
      "cache", "memo",    "history", "log",     "intern",      "trace",
      "audit", "archive", "journal", "samples", "measurements"};
  static constexpr StringRef Containers[] = {
      "entries", "entry", "items",  "list", "map",  "table",   "set",
      "queue",   "lines", "buffer", "data", "dict", "records", "events"};
  if (hasWord(Name, Adjectives))
    return true;
  auto Words = facts::wordsOf(Name);
  while (!Words.empty() && is_contained(Containers, StringRef(Words.back())))
    Words.pop_back();
  return !Words.empty() && is_contained(Nouns, StringRef(Words.back()));
}

/// Of a member, its own name or that of its class.
static bool namesHistory(StringRef Class, StringRef Member) {
  return namesHistory(Class) || namesHistory(Member);
}

/// Names of what there is without end.
static bool namesMany(StringRef Name) {
  static constexpr StringRef Many[] = {
      "id",   "uid",     "uuid",     "guid",   "addr",       "address",
      "ip",   "host",    "client",   "peer",   "user",       "session",
      "conn", "request", "req",      "url",    "uri",        "query",
      "hash", "token",   "ptr",      "sender", "connection", "message",
      "msg",  "digest",  "endpoint", "nonce",  "this",       "txid"};
  return hasWord(Name, Many);
}

/// True if objects that come and go add a callback or themselves when they are
/// made.
bool Judge::isSubscription(const ContainerPlace &P,
                           const ContainerUse &U) const {
  if (P.Values != ValueKind::Callable && P.Values != ValueKind::Handle)
    return false;
  return Program.isCalledByTransients(*U.Outer);
}

Reason Judge::reason(const ContainerPlace &P, const ContainerUse &U,
                     ArrayRef<Removal> Removals) const {
  const bool Memo = isMemo(P, U);
  if (P.Values == ValueKind::Weak && P.Keyed)
    return Reason::Weak;
  if (U.Event->Kind == Action::Read && P.Map && U.In == U.Outer &&
      none_of(Program.uses(P.Usr), [&](const ContainerUse &Other) {
        return Other.In == U.In && Other.Event->Kind == Action::Grow;
      }))
    return Reason::Read;
  if (Memo)
    return Reason::Memo;
  if (any_of(Removals, [](const Removal &R) {
        return R.Why == Weakness::HappyPath || R.Why == Weakness::NoLimit ||
               R.Why == Weakness::NeverCalled;
      }))
    return Reason::Removal;
  if (isHollowed(P))
    return Reason::Hollow;
  const bool Counted = U.Event->Update && P.Values == ValueKind::Number;
  const bool Numbered = U.Key.From == Origin::Counter && Removals.empty();
  if (P.Keyed && (Counted || Numbered))
    return Reason::Counter;
  if (isSubscription(P, U))
    return Reason::Handler;
  if (P.Map && Removals.empty() && P.Values != ValueKind::Callable &&
      namesMany(F.str(U.Key.Name)))
    return Reason::Named;
  const auto [Scope, Own] = F.str(P.Name).rsplit("::");
  if (namesHistory(Scope, Own.empty() ? Scope : Own) &&
      P.Values != ValueKind::Callable && P.Values != ValueKind::Handle)
    return Reason::History;
  return Reason::Adds;
}

Growth Judge::judgeGrowth(const ContainerPlace &P, const ContainerUse &Grow) {
  Growth G;
  if (!growsWithInput(P, Grow) || isFilledOnce(Grow) || isKnown(P, Grow))
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

std::optional<Evidence> Judge::level(const ContainerPlace &P,
                                     const Growth &G) const {
  if (G.Why == Reason::None)
    return std::nullopt;
  const Lifetime Life = Program.lifetime(P);
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
  if (OneShot || Batch || Elsewhere || Life <= Lifetime::Main ||
      G.Why == Reason::Adds || G.Use->Outer->Constructor)
    return Evidence::Possible;
  const bool Certain = Life == Lifetime::Static &&
                       (G.Why == Reason::Memo || G.Why == Reason::Weak ||
                        any_of(G.Removals, [](const Removal &R) {
                          return R.Why == Weakness::NeverCalled;
                        }));
  return Certain ? Evidence::Proved : Evidence::Likely;
}

//===----------------------------------------------------------------------===//
// Report
//===----------------------------------------------------------------------===//

static StringRef lifetimeText(const ContainerPlace &P, Lifetime Life) {
  switch (P.Kind) {
  case Storage::ThreadLocal:
    return "lives until its thread ends";
  case Storage::Member:
    return Life == Lifetime::Static
               ? "is a member of an object that lives until the program ends"
           : Life == Lifetime::Loop
               ? "is a member of an object that lives as long as the loop "
                 "that uses it"
               : "is a member of an object that may live long";
  case Storage::Capture:
    return "lives as long as the closure that is kept";
  default:
    return "lives until the program ends";
  }
}

static StringRef originText(Origin From) {
  switch (From) {
  case Origin::Param:
    return "which the caller chooses";
  case Origin::Counter:
    return "which is another one each time";
  default:
    return "which comes from outside";
  }
}

static StringRef weaknessText(Weakness Why) {
  switch (Why) {
  case Weakness::Elsewhere:
    return "takes out only what somebody asks for";
  case Weakness::HappyPath:
    return "is not reached when the function returns before it";
  case Weakness::NoLimit:
    return "is under a limit that is never reached";
  case Weakness::NeverCalled:
    return "is in a function that nothing calls";
  case Weakness::AtTheEnd:
    return "comes only when the object is destroyed";
  case Weakness::Bounds:
    break;
  }
  return "bounds it";
}

void Judge::explain(const ContainerPlace &P, const Growth &G,
                    UnboundedCache &Out) {
  const Lifetime Life = Program.lifetime(P);
  Out.Notes.push_back(
      {P.Loc, (Twine(quoted(P.Name)) + " " + lifetimeText(P, Life)).str()});
  const Datum &Key = G.Use->Key;
  if (Key.Name)
    Out.Notes.push_back(
        {G.Use->Statement->Loc,
         (Twine(P.Keyed ? "the key comes from " : "what is added comes from ") +
          quoted(Key.Name) + ", " + originText(Key.From))
             .str()});
  if (G.Use->Statement != G.Use->Event && !P.Wrapper)
    Out.Notes.push_back({G.Use->Statement->Loc, "reached from this call"});
  for (const Removal &R : G.Removals)
    Out.Notes.push_back({R.Use->Event->Loc, (Twine(quoted(R.Use->Event->What)) +
                                             " here " + weaknessText(R.Why))
                                                .str()});
  if (G.Why == Reason::Hollow)
    for (const ContainerUse &U : Program.uses(P.Usr))
      if (U.Event->Kind == Action::Hollow) {
        Out.Notes.push_back(
            {U.Event->Loc, "the value is emptied here and its key stays"});
        break;
      }
  StringRef Fix = "drop what is old when size() passes a limit";
  if (G.Why == Reason::Weak)
    Fix = "erase the keys whose value has expired when one is added";
  else if (G.Why == Reason::Hollow)
    Fix = "erase the key together with its value";
  else if (G.Why == Reason::Read)
    Fix = "look with find(), which adds nothing";
  else if (P.Keyed)
    Fix = "use an LRU cache of fixed capacity, such as heapwise::lru_cache, or "
          "clear() it when size() passes a limit";
  Out.Notes.push_back({P.Loc, Fix.str()});
}

static StringRef messageText(Reason Why) {
  switch (Why) {
  case Reason::Read:
    return " gets another element for each key that is only looked up";
  case Reason::Weak:
    return " keeps the key of each value that has expired";
  case Reason::Hollow:
    return " keeps each key after its value was emptied";
  default:
    return " grows with its input and has no bound";
  }
}

void Judge::report(const ContainerPlace &P, const Growth &G, Evidence Level) {
  UnboundedCache Out;
  Out.Level = Level;
  Out.Loc = P.Wrapper ? G.Use->Statement->Loc : G.Use->Event->Loc;
  Out.SubscriptRead = G.Why == Reason::Read;
  Out.Message = quoted(P.Name) + messageText(G.Why).str();
  // Instantiations of one template are one finding.
  if (!Reported.insert({Out.Loc.File, Out.Loc.Line, Out.Loc.Column}).second)
    return;
  explain(P, G, Out);
  Findings.push_back(std::move(Out));
}

void Judge::judge(const ContainerPlace &P) {
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
  for (const ContainerUse &U : Program.uses(P.Usr)) {
    if (!isGrowth(P, U))
      continue;
    const Growth G = judgeGrowth(P, U);
    const std::optional<Evidence> Level = level(P, G);
    if (!Level)
      continue;
    if (!WorstLevel || *Level > *WorstLevel ||
        (*Level == *WorstLevel && G.Why > Worst.Why)) {
      Worst = G;
      WorstLevel = Level;
    }
  }
  if (WorstLevel && *WorstLevel >= Minimum)
    report(P, Worst, *WorstLevel);
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
