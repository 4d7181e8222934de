//===-- BulkContexts.h - How many objects of a type there are ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One walk over a translation unit's user code that estimates how often each
/// place runs, and from that how many objects of a type exist at a time:
/// elements of containers that loops fill, objects that loops allocate, arrays.
///
/// The estimates are rough on purpose. A loop whose trip count is known counts
/// that often, and one over a container as often as elements are seen to come
/// into it; the first other loop around a place counts 1000 times, each further
/// one 30 times; a function runs as often as its busiest caller. An object
/// nobody is seen to make in numbers counts once.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_BULKCONTEXTS_H
#define HEAPWISE_CHECKS_LAYOUT_BULKCONTEXTS_H

#include "../TestCode.h"
#include "ContainerShape.h"
#include "HandleFlow.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/TypeOrdering.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <string>
#include <vector>

namespace heapwise::layout {

/// How often something happens: a known factor and the unknown loops around.
struct Frequency {
  std::uint64_t Known = 1;
  unsigned Loops = 0;
  /// The containers that further loops go over, the outermost first.
  llvm::SmallVector<const clang::ValueDecl *, 1> Over = {};

  bool isKnown() const { return Loops == 0 && Over.empty(); }
  /// Without a look at what is in the containers.
  std::uint64_t estimate() const;
  Frequency operator*(const Frequency &O) const;
  /// Of all these times, every \p Rounds-th; of unknown loops, the innermost
  /// counts less.
  Frequency everyOf(std::uint64_t Rounds) const;
  /// The part of it that is within \p Outer, which it happens in.
  Frequency within(const Frequency &Outer) const;
};

/// A place in a function's body.
struct Site {
  const clang::FunctionDecl *In = nullptr;
  Frequency Times; ///< within one run of the function
  /// Of a call of a member function on a local object: since the declaration
  /// of the object. Else as Times.
  Frequency PerObject;
  bool Conditional = false; ///< under a branch within the innermost loop
  bool Unlikely = false;    ///< under a branch that is marked so
  bool Case = false;        ///< in a switch within the innermost loop
  clang::SourceLocation Loc;
};

/// A member function of a container, a constructor, or an operator that is
/// called on it.
struct ContainerCall {
  enum Operation {
    Insert,     ///< adds one element
    Resize,     ///< sets the number of elements: resize, reserve, constructor
    InsertMany, ///< adds a range
    Other,
  };
  Operation Op = Other;
  llvm::StringRef Method; ///< "[]" for the operator, "" for a constructor
  const clang::Expr *Call = nullptr;
  clang::QualType Container;
  const clang::ValueDecl *Root = nullptr; ///< the variable or member, or null
  Frequency PerContainer;  ///< relative to the declaration of a local variable
  std::uint64_t Count = 0; ///< elements of a Resize that is known; else 0
  Site Where;
};

/// Many objects of one record.
struct BulkUse {
  enum Storage { InArray, InNode, OnHeap };
  Storage Kind = InArray;
  std::uint64_t Count = 0; ///< objects, estimated
  /// Bytes asked of the allocator for the block that has one object; for
  /// InArray the size of the element that has it.
  std::uint64_t Request = 0;
  std::string What; ///< "element of 'rows_'", "made by new in a loop"
  clang::SourceLocation Loc;
  /// Set if the object is a member (or base) of the record that is in bulk.
  const clang::RecordDecl *Within = nullptr;
  unsigned Copies = 1; ///< how many of these members there are
};

class BulkContexts {
public:
  /// Walks the user code of `Context.getTraversalScope()`.
  explicit BulkContexts(clang::ASTContext &Context);

  /// All bulk uses of \p R, the one with most objects first.
  const std::vector<BulkUse> &usesOf(const clang::RecordDecl *R) const;

  /// Objects of \p R at a time; 1 if nothing shows that there are more.
  std::uint64_t countOf(const clang::RecordDecl *R) const;

  /// Elements at a time in one container declared by \p D.
  std::uint64_t population(const clang::ValueDecl *D) const;

  /// How often \p S happens while the program runs.
  std::uint64_t frequency(const Site &S) const;

  /// The records with bulk uses, in the order in which they were found.
  const llvm::MapVector<const clang::RecordDecl *, std::vector<BulkUse>> &
  uses() const {
    return Uses;
  }
  const std::vector<ContainerCall> &calls() const { return ContainerCalls; }

  /// Blocks that a constructor of \p R makes for each object: bytes asked of
  /// the allocator, of the constructor that makes most.
  std::vector<std::uint64_t> madeByEach(const clang::RecordDecl *R) const;

  /// Calls of \p F in the translation unit.
  llvm::ArrayRef<Site> callersOf(const clang::FunctionDecl *F) const;

  /// std::variant types that are stored in bulk.
  struct VariantUse {
    clang::QualType Type;
    const clang::TypedefNameDecl *Alias = nullptr; ///< that names it, or null
    BulkUse Use;
  };
  const std::vector<VariantUse> &variants() const { return Variants; }

  /// How often the program puts an \p Alternative into a \p Variant, as far as
  /// that is seen, without what depends on a condition.
  std::uint64_t timesStored(clang::QualType Variant,
                            clang::QualType Alternative) const;

  /// User-defined variables and members of container type, in source order.
  const std::vector<const clang::DeclaratorDecl *> &containers() const {
    return Containers;
  }

private:
  friend class BulkWalk;
  struct Allocation {
    clang::QualType Type;
    BulkUse::Storage Kind;
    std::uint64_t Header = 0;
    Frequency Elements; ///< of an array
    std::string What;
    Site Where;
    const clang::Expr *Made = nullptr; ///< yields the handle
  };
  struct FactoryCall {
    const clang::CallExpr *Call;
    Site Where;
  };

  /// \p F without loops over containers of which it is known that few elements
  /// come into them.
  Frequency resolved(const Frequency &F) const;
  std::uint64_t roundsOver(const clang::ValueDecl *Container) const;
  std::uint64_t roundsOverParameter(const clang::ParmVarDecl &P) const;
  bool grows(const clang::ValueDecl &Container) const;
  bool hasKnownFilling(const clang::DeclaratorDecl *D) const;
  bool addsNothing(const clang::FunctionDecl &F, unsigned Parameter) const;
  std::uint64_t elementsFrom(const ContainerCall &Call) const;
  std::uint64_t runsOf(const clang::FunctionDecl *F) const;
  bool isOneEventOfMany(const ContainerCall &Call) const;
  void addUse(clang::QualType T, BulkUse Use, unsigned Depth = 0);
  void addContainerUse(const ContainerCall &Call);
  void addAllocation(const Allocation &A, unsigned Depth = 0);
  /// \p Count objects at a time that \p A makes.
  void addAllocated(const Allocation &A, std::uint64_t Count);
  void addReplaced();
  void addMembers(const clang::RecordDecl *R, const BulkUse &Use,
                  unsigned Depth);

  clang::ASTContext &Context;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<Site>> Callers;
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::uint64_t> Runs;
  mutable llvm::DenseSet<const clang::FunctionDecl *> Running;
  std::vector<ContainerCall> ContainerCalls;
  std::vector<Allocation> Allocations;
  std::vector<const clang::DeclaratorDecl *> Containers;
  std::vector<const clang::VarDecl *> Arrays;
  HandleFlow Flow;
  /// Calls of functions that return a handle.
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<FactoryCall>>
      FactoryCalls;
  /// One object at a time for each object of a class.
  std::vector<std::pair<const clang::RecordDecl *, Allocation>> Replaced;
  llvm::DenseMap<const clang::ValueDecl *, std::uint64_t> Population;
  /// How often a variable or member is named, and how often by a call that is
  /// among ContainerCalls or by a loop that goes over it.
  struct Mentions {
    unsigned All = 0, Understood = 0;
    bool FilledElsewhere = false; ///< has what something else made
    /// The containers that it is a copy of or refers to.
    llvm::SmallVector<const clang::ValueDecl *, 1> Sources;
  };
  llvm::DenseMap<const clang::ValueDecl *, Mentions> Named;
  /// Elements that a container starts with: those of another one, or a number
  /// that is known. If neither, it is not.
  struct Filling {
    const clang::ValueDecl *Source = nullptr;
    std::uint64_t Count = 0;
  };
  /// What functions get for the parameters that are containers.
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>,
                 std::vector<Filling>>
      Arguments;
  /// The functions that get a container as a reference, and as which parameter.
  llvm::DenseMap<const clang::ValueDecl *,
                 std::vector<std::pair<const clang::FunctionDecl *, unsigned>>>
      HandedTo;
  llvm::DenseMap<const clang::ValueDecl *, std::vector<const ContainerCall *>>
      CallsOn;
  mutable llvm::DenseMap<const clang::ValueDecl *, std::uint64_t> Rounds;
  /// Functions that take all elements out of a member.
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallPtrSet<const clang::FunctionDecl *, 2>>
      Drains;
  llvm::MapVector<const clang::RecordDecl *, std::vector<BulkUse>> Uses;
  std::vector<VariantUse> Variants;
  llvm::DenseMap<clang::QualType, const clang::TypedefNameDecl *> VariantNames;
  /// Where an alternative is put into a variant.
  llvm::DenseMap<std::pair<clang::QualType, clang::QualType>, std::vector<Site>>
      Stored;
  mutable TestCode Tests; ///< caches what files are
};

/// The variable or member that \p E names, through parentheses, casts,
/// dereferences and subscripts; null if it is none.
const clang::ValueDecl *rootOf(const clang::Expr *E);

/// The `v` of `v.begin()` and `v.cbegin()`, if \p Suffix is "begin"; null if
/// \p Call is no such call.
const clang::Expr *objectOfCall(const clang::Expr *Call,
                                llvm::StringRef Suffix);

bool isInMainFile(const clang::Decl *D, const clang::ASTContext &Context);

/// True if no other file can do anything with the container \p D.
bool isInSight(const clang::DeclaratorDecl *D,
               const clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_BULKCONTEXTS_H
