//===-- OneShot.cpp - Fix-its for handlers called once --------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OneShot.h"
#include "MemberUses.h"

#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::fixes {

/// True for a handler that is called once by its nature: it tells of an end.
static bool tellsOfAnEnd(StringRef Name) {
  const std::string Lower = Name.lower();
  for (StringRef Word : {"done", "complet", "finish", "result", "reply",
                         "response", "resolve", "once"})
    if (StringRef(Lower).contains(Word))
      return true;
  return false;
}

static bool isFunction(QualType T) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->getIdentifier() &&
         (R->getName() == "function" || R->getName() == "move_only_function") &&
         R->isInStdNamespace();
}

namespace {
/// The only call of a member, and what is around it.
struct HandlerCall {
  const FunctionDecl *Function = nullptr;
  const CXXOperatorCallExpr *Call = nullptr;
  const MemberExpr *Callee = nullptr;
};
} // namespace

static std::optional<HandlerCall> onlyCall(const MemberUses &Uses) {
  std::optional<HandlerCall> Only;
  for (const auto &[Function, Members] : Uses.InFunctions) {
    ParentMap Parents(Function->getBody());
    for (const MemberExpr *E : Members) {
      const Stmt *Up = Parents.getParent(E);
      while (Up && isa<ImplicitCastExpr, ParenExpr>(Up))
        Up = Parents.getParent(Up);
      const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      if (!Call || Call->getOperator() != OO_Call ||
          Call->getArg(0)->IgnoreParenImpCasts() != E)
        continue;
      if (Only)
        return std::nullopt;
      Only = HandlerCall{Function, Call, E};
    }
  }
  return Only;
}

static bool isConstMethod(const FunctionDecl *F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  return Method && Method->isConst();
}

std::optional<FixPlan> planOneShot(const FieldDecl &Handler,
                                   ASTContext &Context) {
  if (!Context.getLangOpts().CPlusPlus14 || !isFunction(Handler.getType()))
    return std::nullopt;
  const MemberUses Uses = MemberUses::find(Handler, Context);
  if (!Uses.Obstacle.empty())
    return std::nullopt;
  const std::optional<HandlerCall> Once = onlyCall(Uses);
  if (!Once || isConstMethod(Once->Function) ||
      !isa<CXXThisExpr>(Once->Callee->getBase()->IgnoreParenImpCasts()) ||
      !(tellsOfAnEnd(Handler.getName()) ||
        tellsOfAnEnd(Once->Function->getNameAsString())))
    return std::nullopt;

  // The test of the handler, and nothing that makes it run again.
  ParentMap Parents(Once->Function->getBody());
  const IfStmt *Test = nullptr;
  const Stmt *Child = Once->Call;
  for (const Stmt *Up = Parents.getParent(Child); Up;
       Child = Up, Up = Parents.getParent(Up)) {
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(Up))
      return std::nullopt;
    const auto *If = dyn_cast<IfStmt>(Up);
    if (If && !Test && If->getThen() == Child && !If->hasInitStorage() &&
        !If->hasVarStorage() &&
        sourceText(*If->getCond(), Context) ==
            sourceText(*Once->Callee, Context))
      Test = If;
  }
  Edits Change(Context);
  const std::string Taken =
      "std::exchange(" + sourceText(*Once->Callee, Context).str() + ", {})";
  if (!Test) {
    Change.replace(*Once->Callee, Taken);
    return std::move(Change).finish();
  }
  std::string Name = Handler.getName().trim('_').str();
  if (Name == Handler.getName() ||
      mentions(sourceText(*Once->Function->getBody(), Context), Name))
    Name = "handler";
  Change.replace(*Test->getCond(), "auto " + Name + " = " + Taken);
  Change.replace(*Once->Callee, Name);
  return std::move(Change).finish();
}

} // namespace heapwise::fixes
