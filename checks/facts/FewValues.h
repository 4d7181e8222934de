//===-- FewValues.h - Expressions that have a few values --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A container with one element a key is bounded if its keys are few: a
/// remainder, a literal out of a list, what a function returns that only
/// returns such. "Few" is up to 65536.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_FEWVALUES_H
#define HEAPWISE_CHECKS_FACTS_FEWVALUES_H

#include "ContainerTypes.h"

#include "clang/AST/Expr.h"

namespace heapwise::facts {

/// True if \p E is one of a few values, whatever the variables in it are.
bool hasFewValues(ContainerTypes &Types, const clang::Expr *E);

/// The same of what \p V starts with, if it stays that.
bool hasFewValues(ContainerTypes &Types, const clang::VarDecl *V);

/// True if \p E names a variable of static storage that is never changed, or
/// an element or iterator of one.
bool isInConstantTable(const clang::Expr *E);

/// The variable or member that \p E names, or null.
const clang::ValueDecl *namedBy(const clang::Expr *E);

enum class Step { None, Up, Down };

/// What `++x`, `x--`, `x += n` or an atomic form of it does; \p Of is the
/// variable or member.
Step stepOf(const clang::Stmt *S, const clang::ValueDecl *&Of);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_FEWVALUES_H
