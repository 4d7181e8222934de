//===-- ElementHolds.h - Handles of elements while more come ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A list or a map may grow while a local iterator, reference or pointer leads
/// to one of its elements; a vector would move the element away. Finds the
/// places where such a handle lives and whether elements come in meanwhile.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_ELEMENTHOLDS_H
#define HEAPWISE_CHECKS_LAYOUT_ELEMENTHOLDS_H

#include "BulkContexts.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace heapwise::layout {

/// A part of a source file.
struct Stretch {
  clang::FileID File;
  unsigned Begin = 0, End = 0; ///< without both ends

  bool contains(const Stretch &S) const {
    return File == S.File && Begin <= S.Begin && S.End <= End;
  }
};

class ElementHolds {
public:
  ElementHolds(const BulkContexts &Bulk, clang::ASTContext &Context);

  /// True if elements may come into \p Container while a local variable or a
  /// loop holds on to one of them.
  bool isHeldWhileGrowing(const clang::ValueDecl *Container) const;

private:
  friend class HoldWalk;
  /// Where a handle lives; but not in branches that are taken instead.
  struct Life {
    Stretch In;
    llvm::SmallVector<Stretch, 2> Without;
  };
  bool grows(const clang::ValueDecl *Container, const Life &During) const;

  const BulkContexts &Bulk;
  const clang::SourceManager &SM;
  llvm::DenseMap<const clang::ValueDecl *, std::vector<Life>> Holds;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_ELEMENTHOLDS_H
