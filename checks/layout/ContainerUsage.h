//===-- ContainerUsage.h - What a program does with containers --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_CONTAINERUSAGE_H
#define HEAPWISE_CHECKS_LAYOUT_CONTAINERUSAGE_H

#include "BulkContexts.h"
#include "ElementHolds.h"

#include "clang/AST/TypeOrdering.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <vector>

namespace heapwise::layout {

/// All that the translation unit does with the container of one declaration.
struct ContainerFacts {
  std::vector<const ContainerCall *> Calls;
  /// It is passed on, copied or returned: others may use it in other ways.
  bool Escapes = false;
  bool Iterated = false;

  bool calls(llvm::StringRef Method) const;
  /// True if every method that is called is one of \p Methods.
  bool callsOnly(llvm::ArrayRef<llvm::StringRef> Methods) const;
};

/// Reads the uses of containers, and what the program keeps of their elements.
class ContainerUsage {
public:
  ContainerUsage(const BulkContexts &Bulk, clang::ASTContext &Context);

  const ContainerFacts &of(const clang::DeclaratorDecl *D) const;

  /// True if the program may keep pointers, references or iterators to
  /// elements, for longer than a call or while more elements come.
  bool needsStability(const clang::DeclaratorDecl *D,
                      const ContainerShape &Shape) const;

  /// True if all keys that are inserted are known to count up from a small
  /// number that is not negative, or to be indices of an array.
  bool hasDenseKeys(const ContainerFacts &Facts) const;

  /// True if objects behind smart pointers to \p T are only reached through
  /// the one that owns them.
  bool isSolelyOwned(clang::QualType T) const;

  /// True if handles of objects of \p T leave the place that has them: the
  /// pointer belongs to an interface then, not to the container.
  bool handlesLeave(clang::QualType T) const;

  /// True if somebody asks whether a handle of \p T has an object, or takes it
  /// away: no object is a value, too.
  bool mayBeNull(clang::QualType T) const;

  bool isBase(const clang::CXXRecordDecl *R) const {
    return Bases.contains(R->getCanonicalDecl());
  }

private:
  friend class ContainerWalk;
  bool isDenseKey(const clang::Expr *Key) const;
  bool countsUp(const clang::ValueDecl *D) const;

  llvm::DenseMap<const clang::DeclaratorDecl *, ContainerFacts> Facts;
  const clang::ASTContext &Context;
  ElementHolds Holds;
  llvm::DenseSet<const clang::ValueDecl *> Incremented;
  /// Variables that change in other ways than by counting up.
  llvm::DenseSet<const clang::ValueDecl *> Jumping;
  /// Members that constructors start with a small number.
  llvm::DenseSet<const clang::ValueDecl *> Started;
  llvm::DenseSet<const clang::ValueDecl *> Indices;
  /// Types of which somebody takes an address, keeps a pointer or an iterator.
  llvm::DenseSet<clang::QualType> Addressed, Kept, Shared, Leaving, Nullable;
  llvm::DenseSet<const clang::CXXRecordDecl *> Bases;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_CONTAINERUSAGE_H
