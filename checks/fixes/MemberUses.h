//===-- MemberUses.h - Where a member is used -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_MEMBERUSES_H
#define HEAPWISE_CHECKS_FIXES_MEMBERUSES_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

#include <string>
#include <vector>

namespace heapwise::fixes {

/// A call of a function with what is passed to it.
struct CallSite {
  const clang::Stmt *Call;
  std::vector<const clang::Expr *> Args;
  const clang::FunctionDecl *Caller;
};

/// Every use of one member in what the translation unit shows of user code.
class MemberUses {
public:
  static MemberUses find(const clang::FieldDecl &Field,
                         clang::ASTContext &Context);

  /// Why the uses do not tell everything, or "".
  std::string Obstacle;
  /// The uses by the function they are in.
  llvm::MapVector<const clang::FunctionDecl *,
                  std::vector<const clang::MemberExpr *>>
      InFunctions;
  std::vector<std::pair<const clang::CXXConstructorDecl *,
                        const clang::CXXCtorInitializer *>>
      Initialisers;
  /// What aggregates are initialised with at the place of the member.
  std::vector<const clang::Expr *> AggregateValues;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<CallSite>> Calls;
};

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_MEMBERUSES_H
