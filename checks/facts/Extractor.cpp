//===-- Extractor.cpp - From the AST to facts -----------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Extractor.h"
#include "FactsBuilder.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace heapwise::facts {

namespace {
/// Puts every function that user code defines on the builder's list,
/// instantiations in place of templates.
class DefinitionWalk {
public:
  explicit DefinitionWalk(FactsBuilder &Builder) : Builder(Builder) {}

  void visit(const Decl *D) {
    if (D->isInvalidDecl())
      return;
    // A namespace may be opened by a system header and by user code.
    if (const auto *Scope = dyn_cast<NamespaceDecl>(D))
      return visitAll(Scope);
    if (isLibraryCode(D))
      return;
    if (const auto *Linkage = dyn_cast<LinkageSpecDecl>(D))
      return visitAll(Linkage);
    if (const auto *Template = dyn_cast<ClassTemplateDecl>(D)) {
      // Every redeclaration lists the same specialisations.
      if (Template->isThisDeclarationADefinition() ||
          Template->isCanonicalDecl())
        for (const auto *S : Template->specializations())
          visitRecord(S);
      return;
    }
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *S : Template->specializations())
        Builder.enqueue(S);
      return;
    }
    if (const auto *Friend = dyn_cast<FriendDecl>(D)) {
      if (const NamedDecl *Befriended = Friend->getFriendDecl())
        visit(Befriended);
      return;
    }
    if (const auto *R = dyn_cast<CXXRecordDecl>(D))
      return visitRecord(R);
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      Builder.enqueue(F);
  }

private:
  void visitAll(const DeclContext *Scope) {
    for (const Decl *D : Scope->decls())
      visit(D);
  }
  void visitRecord(const CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition() && !R->isDependentContext() &&
        Visited.insert(R).second)
      visitAll(R);
  }

  FactsBuilder &Builder;
  llvm::DenseSet<const CXXRecordDecl *> Visited;
};
} // namespace

Facts extractFacts(ASTContext &Context, const TypeNames &Names) {
  FactsBuilder Builder(Context, Names);
  DefinitionWalk Walk(Builder);
  for (const Decl *D : Context.getTraversalScope()) {
    if (const auto *Unit = dyn_cast<TranslationUnitDecl>(D)) {
      for (const Decl *Top : Unit->decls())
        Walk.visit(Top);
      continue;
    }
    Walk.visit(D);
  }
  while (const FunctionDecl *F = Builder.next())
    extractFunction(Builder, F);
  Builder.finish();
  return std::move(Builder.Result);
}

} // namespace heapwise::facts
