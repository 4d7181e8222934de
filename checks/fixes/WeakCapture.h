//===-- WeakCapture.h - Fix-its for owning captures -------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_WEAKCAPTURE_H
#define HEAPWISE_CHECKS_FIXES_WEAKCAPTURE_H

#include "FixPlan.h"

#include "clang/AST/ExprCXX.h"

namespace heapwise::fixes {

/// Captures \p Captured weakly in \p Lambda, locks it at the start of the body
/// and returns early when the object is gone. \p Enclosing is the function that
/// the lambda is written in, or null.
FixPlan planWeakCapture(const clang::LambdaExpr &Lambda,
                        llvm::StringRef Captured,
                        const clang::FunctionDecl *Enclosing,
                        const clang::ASTContext &Context);

/// Turns std::bind(&C::f, handle, _1, _2...) into a lambda that holds a weak
/// handle.
FixPlan planWeakBind(const clang::CallExpr &Bind,
                     const clang::FunctionDecl *Enclosing,
                     const clang::ASTContext &Context);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_WEAKCAPTURE_H
