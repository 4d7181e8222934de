//===-- Targets.cpp - From locations to the AST ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Targets.h"
#include "facts/TypeModel.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace heapwise::fixes {

class TargetVisitor : public RecursiveASTVisitor<TargetVisitor> {
  using Base = RecursiveASTVisitor<TargetVisitor>;

public:
  TargetVisitor(Targets &Result, const SourceManager &SM)
      : Result(Result), SM(SM) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    if (!D)
      return true;
    // A namespace may be opened by a system header and by user code.
    if (!isa<TranslationUnitDecl, NamespaceDecl>(D) && facts::isLibraryCode(D))
      return true;
    auto *F = dyn_cast<FunctionDecl>(D);
    if (!F)
      return Base::TraverseDecl(D);
    const FunctionDecl *Outer = std::exchange(Function, F);
    const bool Continue = Base::TraverseDecl(D);
    Function = Outer;
    return Continue;
  }

  /// The member of a template comes before that of its instantiations.
  bool VisitFieldDecl(FieldDecl *F) {
    Result.Fields.try_emplace(SM.getFileLoc(F->getLocation()), F);
    return true;
  }
  /// A lambda in a template has no types, one in an instantiation does.
  bool VisitLambdaExpr(LambdaExpr *E) {
    if (!Function || !Function->isDependentContext())
      Result.Callables[SM.getFileLoc(E->getBeginLoc())].Lambda = E;
    Result.Callables[SM.getFileLoc(E->getBeginLoc())].Enclosing = Function;
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee || !Callee->getIdentifier() ||
        !Callee->getName().starts_with("bind"))
      return true;
    Callable &C = Result.Callables[SM.getFileLoc(E->getBeginLoc())];
    C.Bind = E;
    C.Enclosing = Function;
    return true;
  }

private:
  Targets &Result;
  const SourceManager &SM;
  const FunctionDecl *Function = nullptr;
};

Targets::Targets(ASTContext &Context) {
  TargetVisitor Visitor(*this, Context.getSourceManager());
  Visitor.TraverseDecl(Context.getTranslationUnitDecl());
}

} // namespace heapwise::fixes
