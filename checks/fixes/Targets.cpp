//===-- Targets.cpp - From locations to the AST ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Targets.h"
#include "UserCodeVisitor.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace heapwise::fixes {

class TargetVisitor : public UserCodeVisitor<TargetVisitor> {
public:
  TargetVisitor(Targets &Result, const SourceManager &SM)
      : Result(Result), SM(SM) {}

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
};

Targets::Targets(ASTContext &Context) {
  TargetVisitor Visitor(*this, Context.getSourceManager());
  Visitor.TraverseDecl(Context.getTranslationUnitDecl());
}

SourceLocation sourceLocation(const SourceManager &SM, const facts::Facts &F,
                              const facts::Location &Loc) {
  OptionalFileEntryRef File =
      SM.getFileManager().getOptionalFileRef(F.str(Loc.File));
  if (!File || !Loc.isValid())
    return {};
  return SM.translateFileLineCol(*File, Loc.Line, Loc.Column);
}

} // namespace heapwise::fixes
