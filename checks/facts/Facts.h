//===-- Facts.h - What a translation unit says of ownership -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The facts that the extractor takes from the AST and that the analyses read.
/// Nothing here knows clang: facts are plain data, keyed by USR, so that they
/// serialise, merge over translation units and can be made by hand in a test.
///
/// A function is a list of instructions over abstract objects, in source order
/// and in single-assignment form: the index of an instruction names the object
/// that it yields. Handles vanish: a `shared_ptr<T>`, a `T *`, a `T &` and an
/// iterator to a T all stand for the object they lead to. What kind of handle
/// holds it is a property of the place it is stored in (see EdgeKind).
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_FACTS_H
#define HEAPWISE_CHECKS_FACTS_FACTS_H

#include "ContainerFacts.h"
#include "Symbols.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>
#include <vector>

namespace heapwise::facts {

/// Index of an instruction within its function; instruction 0 is always
/// Op::Unknown, so 0 also means "an object we know nothing of".
using Value = std::uint32_t;

/// How a place holds the object stored in it.
enum class EdgeKind : std::uint8_t {
  None,     ///< holds nothing that matters
  Raw,      ///< pointer or reference, does not own
  Weak,     ///< weak_ptr and its likes
  Unique,   ///< unique_ptr, or a raw pointer that its holder deletes
  Strong,   ///< shared_ptr, intrusive pointers
  Value,    ///< the object itself: by-value member, container, array
  Callback, ///< std::function and its likes: holds what the callable captured
};

/// True if the holder keeps what it holds alive.
inline bool isOwning(EdgeKind K) {
  return K == EdgeKind::Unique || K == EdgeKind::Strong ||
         K == EdgeKind::Value || K == EdgeKind::Callback;
}

struct Field {
  Symbol Usr = 0;
  Symbol Record = 0;
  Symbol Name = 0;
  Symbol WeakForm = 0; ///< the library's weak handle for it, if there is one
  Location Loc;
  EdgeKind Kind = EdgeKind::None;
  bool Const = false;    ///< set once, in a constructor
  bool UserCode = false; ///< not in a system header
};

struct Record {
  Symbol Usr = 0;
  Symbol Name = 0;
  Location Loc;
  std::vector<Symbol> Bases;
  /// Non-const member functions whose body this translation unit does not
  /// show: any of them may empty a member.
  std::vector<Symbol> Bodiless;
};

enum class Op : std::uint8_t {
  Unknown, ///< an object that nothing is known of; each one is different
  Null,    ///< nullptr, an empty handle, an empty callable
  This,
  Param,   ///< Index: number of the parameter
  Global,  ///< Sym: USR of a variable with static storage duration
  New,     ///< Sym: record, or 0 for a container or wrapper
  Closure, ///< lambda or bind result; captures are stores to CaptureField
  Copy,    ///< A: the object copied from
  Load,    ///< A: holder, Sym: field; ElementField yields a new object each
           ///< time, unless Index names the element
  Phi,     ///< Args: the objects it may be
  Slot,    ///< the place A.Sym itself, passed by reference; its content is
           ///< the Slot's CellField; Index as for Load
  Store,   ///< A: holder, Sym: field, B: stored object, Kind; Index as for Load
  Reset,   ///< A: holder, Sym: field, How
  Call,    ///< Sym: callee, A: receiver, Args; yields what the callee returns
  Return,  ///< A
  Delete,  ///< A: object of a delete-expression
};

/// How a place is emptied.
enum class ResetKind : std::uint8_t { Null, Clear, Erase, MoveOut };

enum class PathKind : std::uint8_t {
  Branch,   ///< an arm of a branch
  Handler,  ///< a catch block
  Deferred, ///< the body of a lambda, which runs later or never
  Loop,     ///< the body of a loop
  NullTest, ///< an arm of a branch on whether a pointer is null
};

/// A node of the tree of control paths of a function: instruction I is under
/// arm A of branch B, of which two different arms exclude one another. Path 0
/// is the function's entry.
struct Path {
  std::uint32_t Parent = 0;
  std::uint32_t Branch = 0;
  std::uint32_t Arm = 0;
  PathKind Kind = PathKind::Branch;
};

struct Instr {
  Op Opcode = Op::Unknown;
  EdgeKind Kind = EdgeKind::None;
  ResetKind How = ResetKind::Null;
  bool Virtual = false; ///< Call: dispatched at run time
  Value A = 0;
  Value B = 0;
  Symbol Sym = 0;
  Symbol Label = 0; ///< name of the variable, capture or type, for messages
  /// Param: its number. Places in a container: equal numbers other than 0 mean
  /// the same element of the same container.
  std::uint32_t Index = 0;
  std::uint32_t Path = 0;
  /// Ordinal of the full expression: a closure written inside the statement
  /// that stores it has the same one as the store.
  std::uint32_t Statement = 0;
  Location Loc;
  llvm::SmallVector<Value, 4> Args;
};

struct Function {
  Symbol Usr = 0;
  Symbol Name = 0;
  Symbol Record = 0; ///< class of a member function
  Location Loc;
  bool Constructor = false;
  bool Destructor = false;
  std::vector<Symbol> Overrides;
  std::vector<Path> Paths;
  std::vector<Instr> Body;
};

/// The facts of one translation unit, or of many after merge().
struct Facts {
  Facts();

  Symbol intern(llvm::StringRef Text);
  llvm::StringRef str(Symbol S) const { return Strings[S]; }

  /// The pseudo fields: an element of a container, a capture of a closure, the
  /// cell behind a pointer or reference to a handle.
  static constexpr Symbol ElementField = 1;
  static constexpr Symbol CaptureField = 2;
  static constexpr Symbol CellField = 3;
  static bool isPseudoField(Symbol S) { return S >= 1 && S <= CellField; }

  const Field *field(Symbol Usr) const;
  const Record *record(Symbol Usr) const;
  Record *record(Symbol Usr);
  const Function *function(Symbol Usr) const;

  /// Adds an entity unless one with its USR is there; returns true if added.
  bool add(Field F);
  bool add(Record R);
  bool add(Function F);

  /// True if a member function of the record may do what no fact tells of, so
  /// that the absence of a reset proves nothing.
  bool isOpen(Symbol RecordUsr) const;

  /// Adds all of \p Other; entities that both have are taken once. Associative;
  /// the order of merging only changes the order of entities, which
  /// canonicalise() removes.
  void merge(const Facts &Other);

  /// Sorts entities by USR and strings by first use, so that equal facts
  /// serialise to equal bytes.
  void canonicalise();

  std::vector<std::string> Strings;
  std::vector<Field> Fields;
  std::vector<Record> Records;
  std::vector<Function> Functions;
  ContainerFacts Containers;

private:
  llvm::StringMap<Symbol> Interned;
  llvm::DenseMap<Symbol, std::uint32_t> FieldIndex, RecordIndex, FunctionIndex;
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_FACTS_H
