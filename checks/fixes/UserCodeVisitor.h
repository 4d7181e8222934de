//===-- UserCodeVisitor.h - Walk the user's own code ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_USERCODEVISITOR_H
#define HEAPWISE_CHECKS_FIXES_USERCODEVISITOR_H

#include "../facts/TypeModel.h"

#include "clang/AST/RecursiveASTVisitor.h"

#include <utility>

namespace heapwise::fixes {

/// Visits user code and instantiations, no library code, and knows the function
/// that it is in.
template <typename Derived>
class UserCodeVisitor : public clang::RecursiveASTVisitor<Derived> {
  using Base = clang::RecursiveASTVisitor<Derived>;

public:
  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(clang::Decl *D) {
    if (!D)
      return true;
    // A namespace may be opened by a system header and by user code.
    if (!llvm::isa<clang::TranslationUnitDecl, clang::NamespaceDecl>(D) &&
        facts::isLibraryCode(D))
      return true;
    auto *F = llvm::dyn_cast<clang::FunctionDecl>(D);
    if (!F)
      return Base::TraverseDecl(D);
    if (this->getDerived().skips(*F))
      return true;
    const clang::FunctionDecl *Outer = std::exchange(Function, F);
    const bool Continue = Base::TraverseDecl(D);
    Function = Outer;
    return Continue;
  }

  bool skips(const clang::FunctionDecl &) const { return false; }

protected:
  const clang::FunctionDecl *Function = nullptr;
};

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_USERCODEVISITOR_H
