//===-- WrittenHandles.h - Shared pointers as types spell them --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_WRITTENHANDLES_H
#define HEAPWISE_CHECKS_FIXES_WRITTENHANDLES_H

#include "FixPlan.h"

#include "clang/AST/TypeLoc.h"

#include <vector>

namespace heapwise::fixes {

/// The places of a written type that say shared_ptr, by whatever name.
std::vector<clang::TypeLoc> writtenHandles(clang::TypeLoc T);

/// Rewrites one written shared pointer type to its weak form. What qualifies
/// the name stays when it is the namespace that has the weak form too.
void retype(clang::TypeLoc T, const clang::ASTContext &Context, Edits &Change);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_WRITTENHANDLES_H
