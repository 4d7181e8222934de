//===-- SubscriptRead.cpp - Look without adding ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SubscriptRead.h"
#include "UserCodeVisitor.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace heapwise::fixes {

namespace {
/// Finds the subscript at a location.
class SubscriptFinder : public UserCodeVisitor<SubscriptFinder> {
public:
  SubscriptFinder(SourceLocation Loc, const SourceManager &SM)
      : Loc(Loc), SM(SM) {}

  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    if (Call->getOperator() != OO_Subscript ||
        SM.getFileLoc(Call->getArg(0)->getExprLoc()) != Loc)
      return true;
    Found = Call;
    InTemplate = Function && (Function->isTemplateInstantiation() ||
                              Function->isDependentContext());
    return false;
  }

  CXXOperatorCallExpr *Found = nullptr;
  bool InTemplate = false;

private:
  SourceLocation Loc;
  const SourceManager &SM;
};
} // namespace

static const CXXMethodDecl *methodNamed(const CXXRecordDecl *R,
                                        StringRef Name) {
  for (const CXXMethodDecl *M : R->methods())
    if (M->getIdentifier() && M->getName() == Name)
      return M;
  return nullptr;
}

/// The cast that reads the value, and whether the value is asked for its truth.
static const ImplicitCastExpr *readOf(const Expr &Subscript,
                                      ASTContext &Context, bool &Truth) {
  const Expr *Inner = &Subscript;
  const ImplicitCastExpr *Read = nullptr;
  for (;;) {
    const auto Parents = Context.getParents(*Inner);
    const auto *Cast =
        Parents.empty() ? nullptr : Parents[0].get<ImplicitCastExpr>();
    if (!Cast) {
      Truth |= Inner->getType()->isBooleanType();
      return Read;
    }
    if (Cast->getCastKind() == CK_LValueToRValue)
      Read = Cast;
    Inner = Cast;
  }
}

FixPlan planSubscriptRead(SourceLocation Loc, ASTContext &Context) {
  SubscriptFinder Finder(Loc, Context.getSourceManager());
  Finder.TraverseDecl(Context.getTranslationUnitDecl());
  if (!Finder.Found || Finder.InTemplate)
    return FixPlan::refuse("the subscript is in a template");
  const CXXOperatorCallExpr &Call = *Finder.Found;
  const Expr &Map = *Call.getArg(0), &Key = *Call.getArg(1);
  bool Truth = false;
  const ImplicitCastExpr *Read = readOf(Call, Context, Truth);
  const QualType T = Call.getType();
  if (!Read || !(T->isArithmeticType() || T->isPointerType()) ||
      (T->isIntegerType() && !T->isBooleanType() &&
       Context.getTypeSize(T) < Context.getTypeSize(Context.IntTy)))
    return FixPlan::refuse(
        "there is no literal for the value of a new element");
  if (Map.HasSideEffects(Context) || Key.HasSideEffects(Context))
    return FixPlan::refuse("the key would be evaluated twice");
  const CXXRecordDecl *Class = Map.getType()->getAsCXXRecordDecl();
  if (!Class || !methodNamed(Class, "at") || !methodNamed(Class, "count"))
    return FixPlan::refuse("the map has no at()");
  const char *Contains =
      Context.getLangOpts().CPlusPlus20 && methodNamed(Class, "contains")
          ? "contains"
          : "count";
  const std::string M = sourceText(Map, Context).str();
  const std::string K = sourceText(Key, Context).str();
  const std::string Known = M + "." + Contains + "(" + K + ")";
  const std::string Value = M + ".at(" + K + ")";
  const char *Default = T->isPointerType()   ? "nullptr"
                        : T->isBooleanType() ? "false"
                                             : "0";
  Edits E(Context);
  E.replace(Call, Truth ? "(" + Known + " && " + Value + ")"
                        : "(" + Known + " ? " + Value + " : " + Default + ")");
  return std::move(E).finish();
}

} // namespace heapwise::fixes
