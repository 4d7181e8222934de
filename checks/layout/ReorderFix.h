//===-- ReorderFix.h - Move member declarations -----------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_REORDERFIX_H
#define HEAPWISE_CHECKS_LAYOUT_REORDERFIX_H

#include "ReorderSearch.h"

#include "fixes/FixPlan.h"

#include "clang/AST/DeclCXX.h"

namespace heapwise::layout {

/// Moves whole member declarations of \p R, with their comments, into the order
/// of \p To, and sorts the member initialisers of its constructors after it.
/// Refuses where a declaration cannot be cut out: several on a line, a comment
/// that may head a group of members, a type that is declared in between.
fixes::FixPlan planReorder(const clang::CXXRecordDecl *R, const Reorder &To,
                           const clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_REORDERFIX_H
