//===-- CacheReport.cpp - What a finding about a cache says ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CacheReport.h"

#include "llvm/ADT/Twine.h"

using namespace llvm;
using namespace heapwise::facts;

namespace heapwise::analysis {

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
  case Weakness::Sometimes:
    return "is not reached when a condition fails that has nothing to do with "
           "it";
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

static void explain(const ContainerProgram &Program, const ContainerPlace &P,
                    const Growth &G, Lifetime Life, UnboundedCache &Out) {
  const auto Quoted = [&Program](Symbol Name) {
    return ("'" + Program.F.str(Name) + "'").str();
  };
  Out.Notes.push_back(
      {P.Loc, (Twine(Quoted(P.Name)) + " " + lifetimeText(P, Life)).str()});
  const Datum &Key = G.Use->Key;
  if (Key.Name)
    Out.Notes.push_back(
        {G.Use->Statement->Loc,
         (Twine(P.Keyed ? "the key comes from " : "what is added comes from ") +
          Quoted(Key.Name) + ", " + originText(Key.From))
             .str()});
  if (G.Use->Statement != G.Use->Event && !P.Wrapper)
    Out.Notes.push_back({G.Use->Statement->Loc, "reached from this call"});
  for (const Removal &R : G.Removals)
    Out.Notes.push_back({R.Use->Event->Loc, (Twine(Quoted(R.Use->Event->What)) +
                                             " here " + weaknessText(R.Why))
                                                .str()});
  if (G.Why == Reason::Hollow)
    for (const ContainerUse &U : Program.uses(P.Usr))
      if (U.Event->Kind == ContainerEvent::Action::Hollow) {
        Out.Notes.push_back(
            {U.Event->Loc, "the value is emptied here and its key stays"});
        break;
      }
  StringRef Fix = "drop what is old when size() passes a limit";
  if (G.Why == Reason::Weak)
    Fix = P.Keyed ? "erase the keys whose value has expired when one is added"
                  : "erase the references that have expired when one is added";
  else if (G.Why == Reason::Hollow)
    Fix = "erase the key together with its value";
  else if (G.Why == Reason::Read)
    Fix = "look with find(), which adds nothing";
  else if (P.Keyed)
    Fix = "use an LRU cache of fixed capacity, such as heapwise::lru_cache, or "
          "clear() it when size() passes a limit";
  Out.Notes.push_back({P.Loc, Fix.str()});
}

static StringRef messageText(const ContainerPlace &P, Reason Why) {
  switch (Why) {
  case Reason::Read:
    return " gets another element for each key that is only looked up";
  case Reason::Weak:
    return P.Keyed ? " keeps the key of each value that has expired"
                   : " keeps each weak reference after its object is gone";
  case Reason::Hollow:
    return " keeps each key after its value was emptied";
  default:
    return " grows with its input and has no bound";
  }
}

UnboundedCache describeGrowth(const ContainerProgram &Program,
                              const ContainerPlace &P, const Growth &G,
                              Lifetime Life, Evidence Level) {
  UnboundedCache Out;
  Out.Level = Level;
  Out.Loc = P.Wrapper ? G.Use->Statement->Loc : G.Use->Event->Loc;
  Out.SubscriptRead = G.Why == Reason::Read;
  Out.Message =
      ("'" + Program.F.str(P.Name) + "'" + messageText(P, G.Why)).str();
  explain(Program, P, G, Life, Out);
  return Out;
}

} // namespace heapwise::analysis
