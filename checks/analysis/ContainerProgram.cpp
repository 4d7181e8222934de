//===-- ContainerProgram.cpp - Uses and lifetimes of containers -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerProgram.h"

#include "../facts/Words.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace heapwise::facts;

namespace heapwise::analysis {

using Action = ContainerEvent::Action;
using Base = PlaceRef::Base;

/// How many calls a reference, a caller or a callee is followed through.
constexpr unsigned MaxCalls = 4;

ContainerProgram::ContainerProgram(const Facts &F, Extent Scope)
    : F(F), C(F.Containers), Scope(Scope) {
  indexCalls();
  for (const Holder &H : C.Holders.rows()) {
    for (Symbol Class : H.Classes)
      HeldBy[Class].push_back(&H);
    if (H.Maker)
      HeldBy[H.Maker].push_back(&H);
  }
  for (const ContainerClass &Class : C.Classes.rows())
    for (Symbol B : Class.Bases)
      Derived[B].push_back(Class.Usr);
  for (const ContainerFunction &Fn : C.Functions.rows())
    for (const ContainerEvent &E : Fn.Events)
      distribute(Fn, E);
}

void ContainerProgram::indexCalls() {
  for (const ContainerFunction &Fn : C.Functions.rows()) {
    Mains += Fn.Main;
    for (const ContainerEvent &E : Fn.Events) {
      if (E.Kind == Action::Call || E.Kind == Action::Build)
        Callers[E.What].push_back({&Fn, &E});
      if (E.Kind == Action::Return)
        Returns[Fn.Usr].push_back(E.At);
      if (E.Kind == Action::Limit)
        LimitsOf[E.What].push_back({&Fn, &E});
    }
  }
}

void ContainerProgram::resolve(const ContainerFunction &In, const PlaceRef &R,
                               unsigned Budget,
                               std::vector<Target> &Out) const {
  if (R.Of == Base::Place)
    Out.push_back({R.Sym, R.Depth, {}});
  if (!Budget || R.Of == Base::Place || R.Of == Base::None)
    return;
  std::vector<Target> Found;
  if (R.Of == Base::Returned) {
    const ContainerFunction *Accessor = C.Functions.find(R.Sym);
    auto It = Returns.find(R.Sym);
    if (Accessor && It != Returns.end())
      for (const PlaceRef &Inner : It->second)
        resolve(*Accessor, Inner, Budget - 1, Found);
  } else if (auto It = Callers.find(In.Usr); It != Callers.end()) {
    for (const CallSite &Site : It->second) {
      const bool This = R.Of == Base::This;
      if (!This && R.Index >= Site.Event->Args.size())
        continue;
      const std::size_t Before = Found.size();
      resolve(*Site.In, This ? Site.Event->At : Site.Event->Args[R.Index].At,
              Budget - 1, Found);
      for (Target &T : drop_begin(Found, Before))
        if (!T.Through.Event)
          T.Through = Site;
    }
  }
  for (Target &T : Found) {
    T.Depth += R.Depth;
    Out.push_back(T);
  }
}

Symbol ContainerProgram::placeOf(const ContainerFunction &In,
                                 const PlaceRef &R) const {
  std::vector<Target> Targets;
  resolve(In, R, MaxCalls, Targets);
  Symbol Only = 0;
  for (const Target &T : Targets) {
    if (Only && Only != T.Place)
      return 0;
    Only = T.Place;
  }
  return Only;
}

void ContainerProgram::distribute(const ContainerFunction &In,
                                  const ContainerEvent &E) {
  std::vector<Target> Targets;
  if (E.Kind == Action::Return) {
    // Whoever calls an accessor that others can name may change the place.
    resolve(In, E.At, MaxCalls, Targets);
    if (!In.Hidden && Scope == Extent::Unit)
      for (const Target &T : Targets)
        Leaked.insert(T.Place);
    return;
  }
  if (E.Kind == Action::Call || E.Kind == Action::Build) {
    const ContainerFunction *Callee = C.Functions.find(E.What);
    for (const Argument &A : E.Args) {
      if (!A.At || !A.Mutable || Callee)
        continue;
      // To a callee without a body.
      Targets.clear();
      resolve(In, A.At, MaxCalls, Targets);
      for (const Target &T : Targets)
        if (!T.Depth)
          Leaked.insert(T.Place);
    }
    if (E.Kind == Action::Build || !E.At)
      return;
    Targets.clear();
    resolve(In, E.At, MaxCalls, Targets);
    for (const Target &T : Targets) {
      const ContainerPlace *P = C.Places.find(T.Place);
      if (!P || !P->Wrapper || T.Depth)
        continue;
      if (Callee)
        expandWrapper(T.Place, {&In, &E}, *Callee, 2);
      else if (const ContainerClass *W = C.Classes.find(P->Wrapper);
               W && is_contained(W->Bodiless, E.What))
        Leaked.insert(T.Place);
    }
    return;
  }
  if (!E.At)
    return;
  resolve(In, E.At, MaxCalls, Targets);
  for (const Target &T : Targets) {
    ContainerUse U = {&In, &E, &In, &E, E.Key, T.Depth};
    if (T.Through.Event) {
      U.Outer = T.Through.In;
      U.Statement = T.Through.Event;
      if (E.Key.From == Origin::Param && E.Key.Param < U.Statement->Args.size())
        U.Key = U.Statement->Args[E.Key.Param].Value;
    }
    Uses[T.Place].push_back(U);
  }
}

/// What \p Method does to the containers of its object, it does to the place
/// that the object is.
void ContainerProgram::expandWrapper(Symbol Place, CallSite Site,
                                     const ContainerFunction &Method,
                                     unsigned Budget) {
  for (const ContainerEvent &E : Method.Events) {
    const ContainerPlace *Inner =
        E.At.Of == Base::Place ? C.Places.find(E.At.Sym) : nullptr;
    if (E.Kind == Action::Call && Budget) {
      // Of its own, or of a member that is a wrapper as well.
      const bool Own =
          E.At.Of == Base::This ||
          (Inner && Inner->Wrapper && !E.At.Depth &&
           Inner->Kind == Storage::Member && Inner->Owner == Method.Record);
      const ContainerFunction *Helper = C.Functions.find(E.What);
      if (Helper && Own && Helper != &Method)
        expandWrapper(Place, Site, *Helper, Budget - 1);
      continue;
    }
    if (!Inner || Inner->Kind != Storage::Member ||
        Inner->Owner != Method.Record || E.Local)
      continue;
    ContainerUse U = {&Method, &E, Site.In, Site.Event, E.Key, E.At.Depth};
    if (E.Key.From == Origin::Param && E.Key.Param < Site.Event->Args.size())
      U.Key = Site.Event->Args[E.Key.Param].Value;
    Uses[Place].push_back(U);
  }
}

const std::vector<ContainerUse> &ContainerProgram::uses(Symbol Place) const {
  static const std::vector<ContainerUse> None;
  auto It = Uses.find(Place);
  return It == Uses.end() ? None : It->second;
}

//===----------------------------------------------------------------------===//
// Lifetime and view
//===----------------------------------------------------------------------===//

static bool namesAService(StringRef Class) {
  const auto Words = wordsOf(Class);
  return !Words.empty() &&
         (Words.back() == "server" || Words.back() == "daemon");
}

/// The function makes what is kept from then on.
static bool namesMaker(StringRef Name) {
  static constexpr StringRef First[] = {"start",    "create", "run",   "launch",
                                        "instance", "get",    "shared"};
  const auto Words = wordsOf(Name);
  return !Words.empty() && is_contained(First, StringRef(Words.front()));
}

/// True if the handle gets another object while the program runs: a document, a
/// level. Not if it gets its only one, when that is first asked for.
bool ContainerProgram::isReplaced(const Holder &H) const {
  return any_of(uses(H.Usr), [&](const ContainerUse &U) {
    if (U.Event->Kind != Action::Replace || U.In->Constructor ||
        namesMaker(F.str(U.In->Name)) ||
        isStartup(*U.In, Storage::Member, MaxCalls))
      return false;
    return none_of(U.Event->Under, [&](std::uint32_t Index) {
      return placeOf(*U.In, U.In->Conditions[Index].At) == H.Usr;
    });
  });
}

Lifetime ContainerProgram::classLifetime(Symbol Class,
                                         DenseSet<Symbol> &Visited) const {
  if (!Visited.insert(Class).second)
    return Lifetime::Unknown;
  Lifetime Best = Lifetime::Unknown;
  if (auto It = HeldBy.find(Class); It != HeldBy.end())
    for (const Holder *H : It->second) {
      if (isReplaced(*H))
        continue;
      switch (H->Kind) {
      case Holder::Span::Static:
        return Lifetime::Static;
      case Holder::Span::Loop:
        Best = std::max(Best, Lifetime::Loop);
        break;
      case Holder::Span::Main:
        Best = std::max(Best, Lifetime::Main);
        break;
      case Holder::Span::Member:
        // Code out of view may give the handle another object.
        if (!H->Handle || isMemberInView(H->Owner, H->Private))
          Best = std::max(Best, classLifetime(H->Owner, Visited));
        break;
      }
    }
  // An object of a derived class has this one in it.
  if (auto It = Derived.find(Class); It != Derived.end())
    for (Symbol D : It->second)
      Best = std::max(Best, classLifetime(D, Visited));
  if (const ContainerClass *Row = C.Classes.find(Class);
      Row && namesAService(F.str(Row->Name)))
    Best = std::max(Best, Lifetime::Named);
  return Best;
}

Lifetime ContainerProgram::lifetime(const ContainerPlace &P) const {
  switch (P.Kind) {
  case Storage::Capture: {
    auto It = HeldBy.find(P.Owner);
    return It == HeldBy.end() ? Lifetime::Unknown : Lifetime::Static;
  }
  case Storage::Member: {
    DenseSet<Symbol> Visited;
    return classLifetime(P.Owner, Visited);
  }
  default:
    return Lifetime::Static;
  }
}

bool ContainerProgram::hasAllBodies(Symbol Class) const {
  const ContainerClass *Row = C.Classes.find(Class);
  return Row && all_of(Row->Bodiless, [this](Symbol Method) {
           return C.Functions.find(Method) != nullptr;
         });
}

/// True if only code in view can name a member of \p Class. In a whole program
/// all code is.
bool ContainerProgram::isMemberInView(Symbol Class, bool Private) const {
  const bool Program = Scope == Extent::Program;
  while (Class) {
    const ContainerClass *Row = C.Classes.find(Class);
    if (!Row || !hasAllBodies(Class))
      return false;
    Private |= Row->Outer != 0;
    if (Program || Row->Closed)
      return true;
    if (Row->Befriended)
      return false;
    Class = Row->Outer;
  }
  return Private;
}

bool ContainerProgram::inView(const ContainerPlace &P) const {
  if (Leaked.contains(P.Usr) || any_of(uses(P.Usr), [](const auto &U) {
        return U.Event->Kind == Action::Escape && !U.Depth;
      }))
    return false;
  if (P.Kind != Storage::Member) {
    if (P.Closed || Scope == Extent::Program)
      return true;
    // A private static member.
    const ContainerClass *Owner = C.Classes.find(P.Owner);
    return Owner && P.Private && !Owner->Befriended && hasAllBodies(P.Owner);
  }
  return isMemberInView(P.Owner, P.Private);
}

//===----------------------------------------------------------------------===//
// Callers
//===----------------------------------------------------------------------===//

/// A private method is called by friends, and by methods whose body is not
/// here.
bool ContainerProgram::mayBeCalledFromElsewhere(
    const ContainerFunction &Fn) const {
  if (!Fn.Record || Scope == Extent::Program)
    return false;
  const ContainerClass *Class = C.Classes.find(Fn.Record);
  return !Class ||
         (!Class->Closed && (Class->Befriended || !hasAllBodies(Fn.Record)));
}

bool ContainerProgram::isReached(const ContainerFunction &Fn,
                                 unsigned Budget) const {
  if (Fn.Constructor || Fn.Destructor || Fn.Main || !Fn.Overrides.empty() ||
      !Budget)
    return true;
  if (Fn.Hidden ? mayBeCalledFromElsewhere(Fn)
                : Scope == Extent::Unit || Mains != 1)
    return true;
  auto It = Callers.find(Fn.Usr);
  return It != Callers.end() && any_of(It->second, [&](const CallSite &Site) {
           return Site.In != &Fn && isReached(*Site.In, Budget - 1);
         });
}

bool ContainerProgram::isReached(const ContainerFunction &Fn) const {
  return isReached(Fn, MaxCalls);
}

/// What runs once, when things are set up.
static bool namesStartup(StringRef Name) {
  static constexpr StringRef First[] = {"register",   "init",     "initialize",
                                        "initialise", "setup",    "configure",
                                        "install",    "startup",  "bootstrap",
                                        "preload",    "registrar"};
  const auto Words = wordsOf(Name);
  return Name.ends_with("@init") ||
         (!Words.empty() && is_contained(First, StringRef(Words.front())));
}

bool ContainerProgram::isStartup(const ContainerFunction &Fn, Storage Kind,
                                 unsigned Budget) const {
  if (Fn.Main || namesStartup(F.str(Fn.Name)) ||
      F.str(Fn.Usr).ends_with("@init"))
    return true;
  if (!Fn.Hidden || !Budget)
    return false;
  auto It = Callers.find(Fn.Usr);
  return It != Callers.end() && all_of(It->second, [&](const CallSite &Site) {
           return Site.In != &Fn &&
                  (isStartup(*Site.In, Kind, Budget - 1) ||
                   (Site.In->Constructor && Site.In->Record == Fn.Record &&
                    Kind == Storage::Member));
         });
}

bool ContainerProgram::isStartup(const ContainerFunction &Fn,
                                 const ContainerPlace &P) const {
  if (Fn.Constructor && P.Kind == Storage::Member && Fn.Record == P.Owner)
    return true;
  return isStartup(Fn, P.Kind, MaxCalls);
}

/// True if objects are made of this constructor after the start.
bool ContainerProgram::makesTransients(const ContainerFunction &Ctor) const {
  auto It = Callers.find(Ctor.Usr);
  return It != Callers.end() && any_of(It->second, [&](const CallSite &Maker) {
           return !isStartup(*Maker.In, Storage::Member, MaxCalls);
         });
}

bool ContainerProgram::isCalledByTransients(const ContainerFunction &Fn) const {
  if (Fn.Constructor)
    return makesTransients(Fn);
  auto It = Callers.find(Fn.Usr);
  return It != Callers.end() && any_of(It->second, [&](const CallSite &Site) {
           // What fills its own table when it is made is no subscriber.
           return Site.In->Constructor && Site.In->Record != Fn.Record &&
                  makesTransients(*Site.In);
         });
}

bool ContainerProgram::isServed(const ContainerFunction &Fn,
                                const ContainerEvent &E,
                                unsigned Budget) const {
  if (E.Endless)
    return true;
  auto It = Callers.find(Fn.Usr);
  return Budget && It != Callers.end() &&
         any_of(It->second, [&](const CallSite &Site) {
           return Site.In != &Fn && isServed(*Site.In, *Site.Event, Budget - 1);
         });
}

bool ContainerProgram::isEndless(const ContainerFunction &Fn,
                                 const ContainerEvent &E,
                                 unsigned Budget) const {
  if (E.Forever)
    return true;
  auto It = Callers.find(Fn.Usr);
  return Budget && It != Callers.end() &&
         any_of(It->second, [&](const CallSite &Site) {
           return Site.In != &Fn && Site.In->Record == Fn.Record &&
                  isEndless(*Site.In, *Site.Event, Budget - 1);
         });
}

ContainerProgram::FunctionSet
ContainerProgram::related(FunctionSet From) const {
  FunctionSet All = From;
  // What is called, to three levels.
  std::vector<const ContainerFunction *> Level(From.begin(), From.end());
  for (unsigned Depth = 0; Depth < 3; ++Depth) {
    std::vector<const ContainerFunction *> Next;
    for (const ContainerFunction *Fn : Level)
      for (const ContainerEvent &E : Fn->Events)
        if (E.Kind == Action::Call)
          if (const ContainerFunction *Callee = C.Functions.find(E.What);
              Callee && All.insert(Callee).second)
            Next.push_back(Callee);
    Level = std::move(Next);
  }
  // What calls, to two.
  Level.assign(From.begin(), From.end());
  for (unsigned Depth = 0; Depth < 2; ++Depth) {
    std::vector<const ContainerFunction *> Next;
    for (const ContainerFunction *Fn : Level)
      if (auto It = Callers.find(Fn->Usr); It != Callers.end())
        for (const CallSite &Site : It->second)
          if (All.insert(Site.In).second)
            Next.push_back(Site.In);
    Level = std::move(Next);
  }
  return All;
}

bool ContainerProgram::getsFewValues(const ContainerFunction &Fn,
                                     unsigned Index, unsigned Budget) const {
  // Who passes literals wherever it is seen is not suspected of more elsewhere.
  auto It = Callers.find(Fn.Usr);
  if (It == Callers.end() || !Budget)
    return false;
  return all_of(It->second, [&](const CallSite &Site) {
    if (Index >= Site.Event->Args.size())
      return false;
    const Datum &D = Site.Event->Args[Index].Value;
    return D.From == Origin::Constant || D.Narrow ||
           (D.From == Origin::Param && Site.In != &Fn &&
            getsFewValues(*Site.In, D.Param, Budget - 1));
  });
}

bool ContainerProgram::getsFewValues(const ContainerFunction &Fn,
                                     unsigned Index) const {
  return getsFewValues(Fn, Index, MaxCalls);
}

std::vector<Datum> ContainerProgram::limits(Symbol Field,
                                            Symbol Instance) const {
  std::vector<Datum> Values;
  auto It = LimitsOf.find(Field);
  if (It == LimitsOf.end())
    return {};
  for (const CallSite &Set : It->second) {
    const Datum &D = Set.Event->Key;
    if (D.HasValue) {
      Values.push_back(D);
      continue;
    }
    auto Built = Callers.find(Set.In->Usr);
    if (D.From != Origin::Param || !Set.In->Constructor ||
        Built == Callers.end())
      return {};
    for (const CallSite &Site : Built->second) {
      if (Instance && Site.Event->At.Sym != Instance)
        continue;
      if (D.Param >= Site.Event->Args.size() ||
          !Site.Event->Args[D.Param].Value.HasValue)
        return {};
      Values.push_back(Site.Event->Args[D.Param].Value);
    }
  }
  return Values;
}

} // namespace heapwise::analysis
