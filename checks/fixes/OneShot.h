//===-- OneShot.h - Fix-its for handlers called once ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_ONESHOT_H
#define HEAPWISE_CHECKS_FIXES_ONESHOT_H

#include "FixPlan.h"

#include "clang/AST/Decl.h"

namespace heapwise::fixes {

/// If \p Handler looks like a completion handler that is called in one place
/// and kept after that: moves it out of the member before the call, so that
/// what it captured goes when the call is over. None if it is no such handler.
std::optional<FixPlan> planOneShot(const clang::FieldDecl &Handler,
                                   clang::ASTContext &Context);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_ONESHOT_H
