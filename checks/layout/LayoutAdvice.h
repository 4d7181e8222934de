//===-- LayoutAdvice.h - Smaller forms that need a decision -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_LAYOUTADVICE_H
#define HEAPWISE_CHECKS_LAYOUT_LAYOUTADVICE_H

#include "LayoutProposals.h"
#include "MemberUsage.h"

#include <vector>

namespace heapwise::layout {

/// What the techniques look at.
struct AdviceInput {
  const clang::CXXRecordDecl *Record;
  const RecordSpec &Spec;
  const MemberUsage &Usage;
  const BulkContexts &Bulk;
  RecordReader &Reader;
  const clang::ASTContext &Context;
};

/// Smaller forms of a record that change more than the order of its members:
/// without members that nobody reads, with rarely used members behind a
/// pointer, with narrower members and so on. Sizes are those of the best order.
std::vector<SmallerForm> adviceFor(const AdviceInput &In);

/// A smaller form of a std::variant, the largest alternative behind a pointer,
/// if it is much larger than the others. \p T is the variant's type.
std::optional<SmallerForm> boxedVariant(clang::QualType T,
                                        const BulkContexts &Bulk,
                                        const clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_LAYOUTADVICE_H
