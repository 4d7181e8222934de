//===-- DefinitionWalk.h - What user code defines ---------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_DEFINITIONWALK_H
#define HEAPWISE_CHECKS_FACTS_DEFINITIONWALK_H

#include "TypeModel.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/DenseSet.h"

namespace heapwise::facts {

/// Shows \p Derived every function, class and variable at namespace or class
/// scope of user code, instantiations in place of templates: its function(F),
/// record(R) and variable(V). Starts from the scope that the host wants
/// traversed.
template <typename Derived> class DefinitionWalk {
public:
  void run(clang::ASTContext &Context) {
    for (const clang::Decl *D : Context.getTraversalScope()) {
      if (const auto *Unit = llvm::dyn_cast<clang::TranslationUnitDecl>(D))
        visitAll(Unit);
      else
        visit(D);
    }
  }

  void function(const clang::FunctionDecl *) {}
  void record(const clang::CXXRecordDecl *) {}
  void variable(const clang::VarDecl *) {}

private:
  Derived &derived() { return static_cast<Derived &>(*this); }

  void visit(const clang::Decl *D) {
    if (D->isInvalidDecl())
      return;
    // A namespace may be opened by a system header and by user code.
    if (const auto *Scope = llvm::dyn_cast<clang::NamespaceDecl>(D))
      return visitAll(Scope);
    if (isLibraryCode(D))
      return;
    if (const auto *Linkage = llvm::dyn_cast<clang::LinkageSpecDecl>(D))
      return visitAll(Linkage);
    if (const auto *Template = llvm::dyn_cast<clang::ClassTemplateDecl>(D)) {
      // Every redeclaration lists the same specialisations.
      if (Template->isThisDeclarationADefinition() ||
          Template->isCanonicalDecl())
        for (const auto *S : Template->specializations())
          visitRecord(S);
      return;
    }
    if (const auto *Template = llvm::dyn_cast<clang::FunctionTemplateDecl>(D)) {
      for (const clang::FunctionDecl *S : Template->specializations())
        derived().function(S);
      return;
    }
    if (const auto *Friend = llvm::dyn_cast<clang::FriendDecl>(D)) {
      if (const clang::NamedDecl *Befriended = Friend->getFriendDecl())
        visit(Befriended);
      return;
    }
    if (const auto *R = llvm::dyn_cast<clang::CXXRecordDecl>(D))
      return visitRecord(R);
    if (const auto *F = llvm::dyn_cast<clang::FunctionDecl>(D))
      derived().function(F);
    if (const auto *V = llvm::dyn_cast<clang::VarDecl>(D))
      derived().variable(V);
  }

  void visitAll(const clang::DeclContext *Scope) {
    for (const clang::Decl *D : Scope->decls())
      visit(D);
  }

  void visitRecord(const clang::CXXRecordDecl *R) {
    if (!R->isThisDeclarationADefinition() || R->isDependentContext() ||
        !Visited.insert(R).second)
      return;
    derived().record(R);
    visitAll(R);
  }

  llvm::DenseSet<const clang::CXXRecordDecl *> Visited;
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_DEFINITIONWALK_H
