//===-- Targets.h - From locations to the AST -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_TARGETS_H
#define HEAPWISE_CHECKS_FIXES_TARGETS_H

#include "../facts/Facts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

namespace heapwise::fixes {

/// A lambda or a call of std::bind and the function it is written in.
struct Callable {
  const clang::LambdaExpr *Lambda = nullptr;
  const clang::CallExpr *Bind = nullptr;
  const clang::FunctionDecl *Enclosing = nullptr;
};

/// What the locations of a finding are in the AST. Facts know no AST nodes, and
/// few translation units have a finding at all.
class Targets {
public:
  explicit Targets(clang::ASTContext &Context);

  const clang::FieldDecl *field(clang::SourceLocation Loc) const {
    return Fields.lookup(Loc);
  }
  Callable callable(clang::SourceLocation Loc) const {
    return Callables.lookup(Loc);
  }

private:
  friend class TargetVisitor;
  llvm::DenseMap<clang::SourceLocation, const clang::FieldDecl *> Fields;
  llvm::DenseMap<clang::SourceLocation, Callable> Callables;
};

/// Where \p Loc is, or an invalid location if its file was not read.
clang::SourceLocation sourceLocation(const clang::SourceManager &SM,
                                     const facts::Facts &F,
                                     const facts::Location &Loc);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_TARGETS_H
