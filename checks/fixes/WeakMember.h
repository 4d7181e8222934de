//===-- WeakMember.h - Fix-its for owning members ---------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_WEAKMEMBER_H
#define HEAPWISE_CHECKS_FIXES_WEAKMEMBER_H

#include "FixPlan.h"
#include "SkippedCode.h"

#include "clang/AST/Decl.h"

namespace heapwise::fixes {

/// Turns \p Field from a shared pointer, or a container of them, into its weak
/// form, together with every use of it. Refuses when a use is out of sight, or
/// has no counterpart on a weak pointer that is safe when the object is gone.
FixPlan planWeakMember(const clang::FieldDecl &Field,
                       const SkippedCode &Skipped, clang::ASTContext &Context);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_WEAKMEMBER_H
