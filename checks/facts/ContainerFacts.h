//===-- ContainerFacts.h - What a unit says of its containers ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which containers live long, where they grow and shrink, and under which
/// conditions. Plain data like the rest of the facts: a place is keyed by the
/// USR of its variable or member, whatever object the member is in.
///
/// Each struct lists its members once more in describe(), for all that reads,
/// writes and renames them.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERFACTS_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERFACTS_H

#include "Symbols.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace heapwise::facts {

enum class Storage : std::uint8_t {
  StaticLocal, ///< `static` in a function
  ThreadLocal,
  File,    ///< of internal linkage
  Global,  ///< of external linkage, static members included
  Member,  ///< lives as long as its object
  Capture, ///< lives as long as the closure
};

/// How many different keys there can be.
enum class KeyDomain : std::uint8_t {
  None,   ///< no key: a sequence
  Finite, ///< at most 65536: bool, enumerators, 8 and 16 bits
  Number, ///< integers of 32 bits: an identifier, or a small quantity
  Wide,   ///< strings, addresses, 64 bits, floating point, made of such
};

enum class ValueKind : std::uint8_t { Data, Number, Weak, Callable, Handle };

/// A container, or an object of a class that behaves like one, that outlives
/// the function that fills it.
struct ContainerPlace {
  Symbol Usr = 0;
  Symbol Name = 0;    ///< qualified by its class
  Symbol Type = 0;    ///< as the user reads it: `std::map`
  Symbol Owner = 0;   ///< Member: the class; Capture, StaticLocal: the function
  Symbol Wrapper = 0; ///< the user's class whose methods grow and shrink it
  Location Loc;
  Storage Kind = Storage::Member;
  KeyDomain Keys = KeyDomain::None;
  ValueKind Values = ValueKind::Data;
  bool Keyed = false; ///< one element a key
  bool Map = false;
  bool Closed = false;   ///< only this unit can name it
  bool Private = false;  ///< only its class and friends can name it
  bool Const = false;    ///< keeps what it starts with
  bool MainUnit = false; ///< closed, in the unit that defines main()
  bool InTest = false;   ///< declared in a test, see TestCode
};

/// What an expression says of where the container is.
struct PlaceRef {
  enum class Base : std::uint8_t { None, Place, Param, Returned, This };
  Base Of = Base::None;
  std::uint8_t Depth = 0;  ///< 0 the container, 1 its elements
  Symbol Sym = 0;          ///< Place: its USR; Returned: the function's
  std::uint32_t Index = 0; ///< Param
  explicit operator bool() const { return Of != Base::None; }
};

/// Where a key, an argument or a limit comes from.
enum class Origin : std::uint8_t {
  None,
  Constant,
  Own,     ///< the object's own state, a global
  Counter, ///< a number that is counted up
  Input,   ///< what a call returned or filled in
  Param,
};

struct Datum {
  static constexpr std::int64_t Unlimited =
      std::numeric_limits<std::int64_t>::max();

  Origin From = Origin::None;
  bool Narrow = false;   ///< reduced to a few values: `x % 16`, a level
  bool Integral = false; ///< of an integer type
  bool HasValue = false; ///< constant: Value, Unlimited for the type's largest
  std::uint32_t Param = 0;
  std::int64_t Value = 0;
  Symbol Name = 0;  ///< for messages
  Symbol Text = 0;  ///< equal for the same expression in one function
  Symbol Field = 0; ///< the member or variable that it is
};

/// One part of what a statement is under.
struct Condition {
  enum class Test : std::uint8_t {
    Other,
    Size,   ///< the size of At against Limit
    Amount, ///< another quantity against Limit
    Time,
    Liveness, ///< expired(), use_count()
    Empty,    ///< At is empty
    Miss,     ///< At does not have the key
    NonZero,  ///< Limit is not zero
    Once,     ///< a flag of the object or the program
    OneOf,    ///< Limit is one of the constants that are written down
  };
  Test Kind = Test::Other;
  bool Negated = false;
  bool Either = false; ///< an alternative: what is under it may not be
  PlaceRef At;         ///< Other: a place that is looked at
  Datum Limit;         ///< Miss: the key
};

struct Argument {
  PlaceRef At;
  bool Mutable = false; ///< the callee may change what is at At
  Datum Value;
};

struct ContainerEvent {
  enum class Action : std::uint8_t {
    Grow,
    Read,    ///< operator[] of a map, only to look
    Lookup,  ///< find, count, contains, at
    Shrink,  ///< of some elements
    Reset,   ///< of all: clear, assignment, swap
    Hollow,  ///< the value is emptied and its key stays
    Replace, ///< another object is put into the handle At
    Escape,  ///< from here on anybody may change it
    Exit,    ///< return, throw; What: "continue"
    Call,    ///< What: the callee; At: the receiver; Args
    Build,   ///< What: the constructor; At: the object; Args
    Limit,   ///< Key is assigned to the member or variable What
    Return,  ///< At is returned by reference
  };
  Action Kind = Action::Call;
  bool Used = false;  ///< Grow: whether the key was new is looked at
  bool Local = false; ///< of an object that this function made
  bool Looped = false;
  bool Endless = false; ///< in a loop that some event ends, not its input
  bool Forever = false; ///< in a loop that nothing leaves
  bool Update = false;  ///< Grow: `m[k]++`, `m[k] += x`
  bool Given = false;   ///< Grow: the value is what the caller passes
  PlaceRef At;
  Symbol What = 0; ///< name of the method, USR of the callee or member
  Location Loc;
  Datum Key;                        ///< Grow of a sequence: the new element
  std::vector<std::uint32_t> Under; ///< indices into Conditions
  std::vector<Argument> Args;
};

struct ContainerFunction {
  Symbol Usr = 0;
  Symbol Name = 0;
  Symbol Record = 0;
  Location Loc;
  bool Constructor = false;
  bool Destructor = false;
  bool Main = false;
  bool Hidden = false; ///< only what this unit or its class shows can call it
  std::vector<Symbol> Overrides;
  std::vector<Condition> Conditions;
  std::vector<ContainerEvent> Events;
};

struct ContainerClass {
  Symbol Usr = 0;
  Symbol Name = 0;
  Symbol Outer = 0; ///< the class that this one is a private part of
  Location Loc;
  bool Closed = false;     ///< only this unit can name it
  bool Befriended = false; ///< has friends
  bool Generic = false;    ///< a template: what it keeps is its user's
  std::vector<Symbol> Bases;
  std::vector<Symbol> Bodiless; ///< see Record::Bodiless
};

/// A variable or member and the classes of the objects that it keeps alive.
struct Holder {
  enum class Span : std::uint8_t { Static, Member, Loop, Main };
  Symbol Usr = 0;
  Symbol Name = 0;
  Symbol Owner = 0; ///< Member: its class
  Symbol Maker = 0; ///< the function that its first value comes from
  Location Loc;
  Span Kind = Span::Static;
  bool Handle = false;  ///< points to the object, which may be replaced
  bool Private = false; ///< only its class and friends can name it
  std::vector<Symbol> Classes;
};

//===----------------------------------------------------------------------===//
// What the structs are made of
//===----------------------------------------------------------------------===//

template <typename V, typename T> void describeRef(V &&Visit, T &R) {
  Visit.enumerator(R.Of, PlaceRef::Base::This);
  Visit.number(R.Depth);
  Visit.symbol(R.Sym);
  Visit.number(R.Index);
}

template <typename V, typename T> void describeDatum(V &&Visit, T &D) {
  Visit.enumerator(D.From, Origin::Param);
  Visit.flag(D.Narrow);
  Visit.flag(D.Integral);
  Visit.flag(D.HasValue);
  Visit.number(D.Param);
  Visit.number(D.Value);
  Visit.symbol(D.Name);
  Visit.symbol(D.Text);
  Visit.symbol(D.Field);
}

template <typename V, typename T> void describePlace(V &&Visit, T &P) {
  for (auto *S : {&P.Usr, &P.Name, &P.Type, &P.Owner, &P.Wrapper})
    Visit.symbol(*S);
  Visit.location(P.Loc);
  Visit.enumerator(P.Kind, Storage::Capture);
  Visit.enumerator(P.Keys, KeyDomain::Wide);
  Visit.enumerator(P.Values, ValueKind::Handle);
  for (auto *B :
       {&P.Keyed, &P.Map, &P.Closed, &P.Private, &P.Const, &P.MainUnit,
        &P.InTest})
    Visit.flag(*B);
}

template <typename V, typename T> void describeEvent(V &&Visit, T &E) {
  Visit.enumerator(E.Kind, ContainerEvent::Action::Return);
  for (auto *B : {&E.Used, &E.Local, &E.Looped, &E.Endless, &E.Forever,
                  &E.Update, &E.Given})
    Visit.flag(*B);
  describeRef(Visit, E.At);
  Visit.symbol(E.What);
  Visit.location(E.Loc);
  describeDatum(Visit, E.Key);
  Visit.list(E.Under, [&](auto &Index) { Visit.number(Index); });
  Visit.list(E.Args, [&](auto &A) {
    describeRef(Visit, A.At);
    Visit.flag(A.Mutable);
    describeDatum(Visit, A.Value);
  });
}

template <typename V, typename T> void describeFunction(V &&Visit, T &F) {
  for (auto *S : {&F.Usr, &F.Name, &F.Record})
    Visit.symbol(*S);
  Visit.location(F.Loc);
  for (auto *B : {&F.Constructor, &F.Destructor, &F.Main, &F.Hidden})
    Visit.flag(*B);
  Visit.list(F.Overrides, [&](auto &S) { Visit.symbol(S); });
  Visit.list(F.Conditions, [&](auto &C) {
    Visit.enumerator(C.Kind, Condition::Test::OneOf);
    Visit.flag(C.Negated);
    Visit.flag(C.Either);
    describeRef(Visit, C.At);
    describeDatum(Visit, C.Limit);
  });
  Visit.list(F.Events, [&](auto &E) { describeEvent(Visit, E); });
}

template <typename V, typename T> void describeClass(V &&Visit, T &C) {
  for (auto *S : {&C.Usr, &C.Name, &C.Outer})
    Visit.symbol(*S);
  Visit.location(C.Loc);
  for (auto *B : {&C.Closed, &C.Befriended, &C.Generic})
    Visit.flag(*B);
  Visit.list(C.Bases, [&](auto &S) { Visit.symbol(S); });
  Visit.list(C.Bodiless, [&](auto &S) { Visit.symbol(S); });
}

template <typename V, typename T> void describeHolder(V &&Visit, T &H) {
  for (auto *S : {&H.Usr, &H.Name, &H.Owner, &H.Maker})
    Visit.symbol(*S);
  Visit.location(H.Loc);
  Visit.enumerator(H.Kind, Holder::Span::Main);
  for (auto *B : {&H.Handle, &H.Private})
    Visit.flag(*B);
  Visit.list(H.Classes, [&](auto &S) { Visit.symbol(S); });
}

//===----------------------------------------------------------------------===//
// The tables
//===----------------------------------------------------------------------===//

/// Rows that are keyed by the USR in their member Usr.
template <typename T> class UsrTable {
public:
  /// Adds a row unless there is one of its USR; returns true if added.
  bool add(T Row) {
    if (!Index.try_emplace(Row.Usr, static_cast<std::uint32_t>(Rows.size()))
             .second)
      return false;
    Rows.push_back(std::move(Row));
    return true;
  }
  const T *find(Symbol Usr) const {
    auto It = Index.find(Usr);
    return It == Index.end() ? nullptr : &Rows[It->second];
  }
  T *find(Symbol Usr) {
    return const_cast<T *>(std::as_const(*this).find(Usr));
  }
  const std::vector<T> &rows() const { return Rows; }
  std::vector<T> take() {
    Index.clear();
    return std::exchange(Rows, {});
  }

private:
  std::vector<T> Rows;
  llvm::DenseMap<Symbol, std::uint32_t> Index;
};

struct ContainerFacts {
  UsrTable<ContainerPlace> Places;
  UsrTable<ContainerFunction> Functions;
  UsrTable<ContainerClass> Classes;
  UsrTable<Holder> Holders;

  /// Adds \p Other, whose symbols \p Map translates.
  void merge(const ContainerFacts &Other,
             llvm::function_ref<Symbol(Symbol)> Map);

  /// Sorts the rows by the text of their USR.
  void sort(llvm::ArrayRef<std::string> Strings);

  /// Translates all symbols, in the order of the rows.
  void rename(llvm::function_ref<Symbol(Symbol)> Map);
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERFACTS_H
