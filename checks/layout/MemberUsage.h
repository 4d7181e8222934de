//===-- MemberUsage.h - What a program does with members --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_MEMBERUSAGE_H
#define HEAPWISE_CHECKS_LAYOUT_MEMBERUSAGE_H

#include "BulkContexts.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace heapwise::layout {

/// The values that an expression or a member can have.
struct ValueRange {
  std::int64_t Min = 0, Max = 0;

  void include(const ValueRange &O) {
    Min = std::min(Min, O.Min);
    Max = std::max(Max, O.Max);
  }
  /// Bytes of the smallest integer type that holds the range.
  std::uint64_t bytes() const;
};

/// All that the translation unit does with one member.
struct MemberFacts {
  unsigned Reads = 0;
  /// Somebody else may read and write it: its address is taken.
  bool Escapes = false;
  std::vector<Site> Writes; ///< outside of constructors
  /// A constructor or an initialiser gives it a value that is not constant.
  bool SetAtConstruction = false;
  /// The values that are written, unless one of them is not known.
  ValueRange Range;
  bool RangeKnown = true;
  /// For arrays: functions that append, `a[n++] = x`, and whether it is used
  /// in any other way than by element.
  std::vector<const clang::FunctionDecl *> Appenders;
  bool OnlyByElement = true;
};

/// Reads the uses of the members of a set of records in one walk.
class MemberUsage {
public:
  MemberUsage(const llvm::DenseSet<const clang::RecordDecl *> &Records,
              clang::ASTContext &Context);

  const MemberFacts &of(const clang::FieldDecl *F) const;

  /// True if no other translation unit can use \p F.
  bool isClosed(const clang::FieldDecl *F) const;

  /// True if some class of the translation unit derives from \p R.
  bool isBase(const clang::CXXRecordDecl *R) const {
    return Bases.contains(R->getCanonicalDecl());
  }
  /// True if the definition is in the main file, and that is no header.
  bool isOnlyHere(const clang::RecordDecl *R) const;

private:
  friend class MemberWalk;
  clang::ASTContext &Context;
  llvm::DenseMap<const clang::FieldDecl *, MemberFacts> Facts;
  llvm::DenseSet<const clang::CXXRecordDecl *> Bases;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_MEMBERUSAGE_H
