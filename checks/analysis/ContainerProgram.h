//===-- ContainerProgram.h - Uses and lifetimes of containers ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_CONTAINERPROGRAM_H
#define HEAPWISE_CHECKS_ANALYSIS_CONTAINERPROGRAM_H

#include "../facts/Facts.h"

#include "llvm/ADT/DenseSet.h"

namespace heapwise::analysis {

/// What the facts are of: absence means something different in a part.
enum class Extent { Unit, Program };

/// An event at a container, wherever it is written.
struct ContainerUse {
  const facts::ContainerFunction *In = nullptr; ///< where the event is
  const facts::ContainerEvent *Event = nullptr;
  /// The statement at the place itself; another one than the event where that
  /// is in a helper, or in a method of the place's class.
  const facts::ContainerFunction *Outer = nullptr;
  const facts::ContainerEvent *Statement = nullptr;
  facts::Datum Key; ///< as the outer function knows it
  std::uint8_t Depth = 0;
};

/// How long a container lives, weakest first.
enum class Lifetime {
  Unknown,
  Main,   ///< of an object on main()'s stack
  Named,  ///< of a class whose name says that it stays: a server
  Loop,   ///< of an object that a loop without end works on
  Static, ///< of the program
};

/// Facts with what can be looked up in them: who calls whom, which uses a place
/// has. Linear in the number of events; each is followed through at most four
/// calls.
class ContainerProgram {
public:
  ContainerProgram(const facts::Facts &F, Extent Scope);

  using FunctionSet = llvm::DenseSet<const facts::ContainerFunction *>;

  const std::vector<ContainerUse> &uses(facts::Symbol Place) const;
  Lifetime lifetime(const facts::ContainerPlace &P) const;

  /// True if whatever may happen to the place is among uses().
  bool inView(const facts::ContainerPlace &P) const;

  /// False if nothing calls the function, and nothing that is not seen can.
  bool isReached(const facts::ContainerFunction &F) const;

  /// True if the function runs when the program or its object starts.
  bool isStartup(const facts::ContainerFunction &F,
                 const facts::ContainerPlace &P) const;

  /// True if the function is, or is called by, a constructor whose objects are
  /// not only made when the program starts.
  bool isCalledByTransients(const facts::ContainerFunction &F) const;

  /// True if the event, or a call that leads to it, is in a loop without end.
  bool isServed(const facts::ContainerFunction &F,
                const facts::ContainerEvent &E, unsigned Budget = 4) const;

  /// True if the event, or a call within the class that leads to it, is in a
  /// loop that nothing leaves.
  bool isEndless(const facts::ContainerFunction &F,
                 const facts::ContainerEvent &E, unsigned Budget = 4) const;

  /// \p From, what it calls, and what calls it, to a few levels.
  FunctionSet related(FunctionSet From) const;

  /// True if whoever calls \p F, directly or through functions that pass their
  /// own parameter on, gives parameter \p Index one of a few values. False if
  /// nobody is seen to call it.
  bool getsFewValues(const facts::ContainerFunction &F, unsigned Index) const;

  /// The values that a member is set to by constructors; those of \p Instance
  /// only, if it is not 0. Empty if it is not known.
  std::vector<facts::Datum> limits(facts::Symbol Field,
                                   facts::Symbol Instance) const;

  /// The place that \p R of \p In means, or 0 if it is not exactly one.
  facts::Symbol placeOf(const facts::ContainerFunction &In,
                        const facts::PlaceRef &R) const;

  const facts::Facts &F;
  const facts::ContainerFacts &C;
  const Extent Scope;

private:
  struct CallSite {
    const facts::ContainerFunction *In;
    const facts::ContainerEvent *Event;
  };
  struct Target {
    facts::Symbol Place;
    std::uint8_t Depth;
    CallSite Through; ///< the outermost call, or none
  };
  void resolve(const facts::ContainerFunction &In, const facts::PlaceRef &R,
               unsigned Budget, std::vector<Target> &Out) const;
  void indexCalls();
  void distribute(const facts::ContainerFunction &In,
                  const facts::ContainerEvent &E);
  void expandWrapper(facts::Symbol Place, CallSite Site,
                     const facts::ContainerFunction &Method, unsigned Budget);
  bool isReached(const facts::ContainerFunction &F, unsigned Budget) const;
  bool getsFewValues(const facts::ContainerFunction &F, unsigned Index,
                     unsigned Budget) const;
  bool mayBeCalledFromElsewhere(const facts::ContainerFunction &F) const;
  bool isStartup(const facts::ContainerFunction &F, facts::Storage Kind,
                 unsigned Budget) const;
  Lifetime classLifetime(facts::Symbol Class,
                         llvm::DenseSet<facts::Symbol> &Visited) const;
  bool makesTransients(const facts::ContainerFunction &Ctor) const;
  bool isReplaced(const facts::Holder &H) const;
  bool isMemberInView(facts::Symbol Class, bool Private) const;
  bool hasAllBodies(facts::Symbol Class) const;

  llvm::DenseMap<facts::Symbol, std::vector<CallSite>> Callers;
  llvm::DenseMap<facts::Symbol, std::vector<facts::PlaceRef>> Returns;
  llvm::DenseMap<facts::Symbol, std::vector<ContainerUse>> Uses;
  llvm::DenseMap<facts::Symbol, std::vector<const facts::Holder *>> HeldBy;
  llvm::DenseMap<facts::Symbol, std::vector<facts::Symbol>> Derived;
  llvm::DenseMap<facts::Symbol, std::vector<CallSite>> LimitsOf;
  llvm::DenseSet<facts::Symbol> Leaked; ///< returned to who is not seen
  /// Several programs, or none, share a library: what none of them calls is
  /// there for others.
  unsigned Mains = 0;
};

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_CONTAINERPROGRAM_H
