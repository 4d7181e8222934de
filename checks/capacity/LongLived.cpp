//===-- LongLived.cpp - Containers that outlive their use by long ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Capacity.h"

#include "../access/CopyCost.h"
#include "../access/Effects.h"
#include "../access/Lifetime.h"
#include "../copies/Copies.h"
#include "../facts/TypeModel.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;
using llvm::StringRef;

namespace heapwise::capacity {

namespace {

/// The shortest sleep that counts as long when it is not repeated, in seconds.
constexpr int64_t LongSleep = 60;

/// As many elements are large, whatever they are.
constexpr int64_t LargeCount = 1 << 16;

class LifeFinder {
public:
  LifeFinder(Unit &U, const BodyIndex &Index, ArrayRef<StringRef> Blocking,
             std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Blocking(Blocking), Found(Found) {}

  void run();

private:
  bool blocks(const CallExpr &Call) const;
  bool isLongSleep(const CallExpr &Call) const;
  bool isLongFor(const Stmt &Wait, const Stmt &Last) const;
  bool isEndless(const Stmt *S) const;
  const Stmt *lastUse(const VarDecl &V) const;
  bool isLarge(const VarDecl &V) const;
  bool isMadeLarge(const VarDecl &V) const;
  bool mayBeHeld(const VarDecl &V) const;
  bool isGivenBack(const VarDecl &V) const;
  void visit(const VarDecl &V);

  Unit &U;
  const BodyIndex &Index;
  const ArrayRef<StringRef> Blocking;
  std::vector<LocalFinding> &Found;
  llvm::SmallVector<const Stmt *, 4> Waits;
};

/// Seconds of a constant std::chrono::duration, or -1.
int64_t constantSeconds(const Expr *E, const ASTContext &Context) {
  const CXXRecordDecl *Duration = recordOf(E->getType());
  const auto *Period = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      recordOf(templateArgument(Duration, 1)));
  if (!Period || Period->getTemplateArgs().size() != 2)
    return -1;
  const Expr *Count = nullptr;
  for (const Stmt *S = E; S && !Count;) {
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(S);
        Construct && Construct->getNumArgs() == 1 &&
        Construct->getArg(0)->getType()->isArithmeticType())
      Count = Construct->getArg(0);
    S = S->children().empty() ? nullptr : *S->child_begin();
    if (const auto *Value = dyn_cast_or_null<Expr>(S);
        Value && Value->getType()->isIntegerType())
      Count = Value;
  }
  Expr::EvalResult Result;
  if (!Count || Count->isValueDependent() ||
      !Count->EvaluateAsInt(Result, Context))
    return -1;
  const auto &Ratio = Period->getTemplateArgs();
  return Result.Val.getInt().getExtValue() *
         Ratio[0].getAsIntegral().getExtValue() /
         Ratio[1].getAsIntegral().getExtValue();
}

bool isSleep(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  return F && F->getIdentifier() && facts::isLibraryCode(F) &&
         (F->getName().starts_with("sleep") || F->getName() == "usleep");
}

bool LifeFinder::isLongSleep(const CallExpr &Call) const {
  return Call.getNumArgs() == 1 &&
         constantSeconds(Call.getArg(0)->IgnoreImplicit(), U.context()) >=
             LongSleep;
}

/// A short sleep is long when a loop repeats it after the last use.
bool LifeFinder::isLongFor(const Stmt &Wait, const Stmt &Last) const {
  const auto *Call = dyn_cast<CallExpr>(&Wait);
  if (!Call || !isSleep(*Call) || isLongSleep(*Call))
    return true;
  const Stmt *Loop = Index.enclosingLoop(Call);
  return Loop && !Index.contains(Loop, &Last);
}

bool isInStd(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method ? Method->getParent()->isInStdNamespace()
                : F.isInStdNamespace();
}

/// True for a call that waits for as long as it takes: for another thread, the
/// network, a user.
bool LifeFinder::blocks(const CallExpr &Call) const {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !F->getIdentifier())
    return false;
  const StringRef Name = F->getName();
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && isLibraryClass(Method->getParent(), {"condition_variable",
                                                     "condition_variable_any"}))
    return Name == "wait";
  if (Method && isLibraryClass(Method->getParent(), {"thread", "jthread"}))
    return Name == "join";
  if (Method &&
      isLibraryClass(Method->getParent(), {"future", "shared_future"}))
    return Name == "wait" || Name == "get";
  if (Method && Method->getParent()->getIdentifier() &&
      Method->getParent()->getName().starts_with("__basic_future"))
    return Name == "wait";
  return llvm::is_contained(Blocking, Name) && !isInStd(*F);
}

/// The end of the last statement that names \p V, or null if a lambda or a
/// pointer may name it later.
const Stmt *LifeFinder::lastUse(const VarDecl &V) const {
  const Stmt *Last = nullptr;
  for (const DeclRefExpr *Ref : Index.references(&V)) {
    if (Index.enclosing<LambdaExpr>(Ref))
      return nullptr;
    const Stmt *Use = Index.fullExpression(Ref);
    for (const Stmt *Loop = Index.enclosingLoop(Ref);
         Loop && Index.contains(Index.scope(&V), Loop) &&
         Loop != Index.scope(&V) &&
         !(Index.declaration(&V) &&
           Index.contains(Loop, Index.declaration(&V)));
         Loop = Index.enclosingLoop(Loop))
      Use = Loop;
    if (!Last || Index.end(Use) > Index.end(Last))
      Last = Use;
  }
  return Last;
}

/// True if something that lives on may have kept a reference or an iterator.
bool LifeFinder::mayBeHeld(const VarDecl &V) const {
  if (isHeld(Index, V))
    return true;
  for (const DeclRefExpr *Ref : Index.references(&V)) {
    for (const Stmt *S = Index.parent(Ref); S && isa<Expr>(S);
         S = Index.parent(S)) {
      const auto *Op = dyn_cast<UnaryOperator>(S);
      if (Op && Op->getOpcode() == UO_AddrOf)
        return true;
      // A constructor and a member function of something else may keep what
      // they are given.
      const FunctionDecl *F = nullptr;
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
        F = Construct->getConstructor();
        if (Construct->getConstructor()->isCopyOrMoveConstructor())
          continue;
      } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
        const Expr *Object = Call->getImplicitObjectArgument();
        if (Object && Index.contains(Object, Ref))
          continue;
        F = Call->getMethodDecl();
      }
      if (F && !facts::isLibraryCode(F) &&
          llvm::any_of(F->parameters(), [](const ParmVarDecl *P) {
            return P->getType()->isReferenceType() || isCursor(P->getType());
          }))
        return true;
    }
    // References and iterators with names of their own.
    const Stmt *Full = Index.fullExpression(Ref);
    const auto *Init = dyn_cast<Expr>(Full);
    const VarDecl *Holder = Init ? Index.initialised(Init) : nullptr;
    if (Holder && !Holder->isImplicit() &&
        (Holder->getType()->isReferenceType() || isCursor(Holder->getType())))
      return true;
  }
  return false;
}

/// Words in the names of functions that return as much as there is.
bool yieldsAFile(StringRef Name) {
  return llvm::any_of(
      ArrayRef<StringRef>{"read", "load", "download", "fetch", "slurp"},
      [&](StringRef Word) { return Name.contains_insensitive(Word); });
}

/// True for a number of elements that is written down and large.
bool isLargeNumber(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Size;
  return E->getType()->isIntegerType() && E->EvaluateAsInt(Size, Context) &&
         Size.Val.getInt().getExtValue() >= LargeCount;
}

/// Bytes b(1 << 20); b.resize(1 << 20)
bool LifeFinder::isMadeLarge(const VarDecl &V) const {
  const Expr *Init = V.getInit();
  const auto *Construct =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  if (!isSequence(recordOf(V.getType())))
    return false;
  if (Construct && Construct->getNumArgs() &&
      isLargeNumber(Construct->getArg(0), U.context()))
    return true;
  return llvm::any_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Index.parent(Ref));
    const auto *Call =
        Member ? dyn_cast_or_null<CXXMemberCallExpr>(Index.parent(Member))
               : nullptr;
    return Call && Call->getNumArgs() &&
           Member->getMemberDecl()->getIdentifier() &&
           (Member->getMemberDecl()->getName() == "resize" ||
            Member->getMemberDecl()->getName() == "reserve") &&
           isLargeNumber(Call->getArg(0), U.context());
  });
}

/// True for a container or a class of containers that a call returned or that
/// was handed in. How much is in it nobody knows, but it is data.
bool LifeFinder::isLarge(const VarDecl &V) const {
  const QualType T = V.getType();
  if (T->isReferenceType() || U.costs().cost(T) != CopyCost::Heap ||
      isLibraryClass(recordOf(T), {"function", "any", "optional"}))
    return false;
  const bool IsString = isLibraryClass(recordOf(T), {"basic_string"});
  if (isa<ParmVarDecl>(V))
    return !IsString;
  if (isMadeLarge(V))
    return true;
  const Expr *Init = V.getInit();
  if (!Init)
    return false;
  Init = Init->IgnoreImplicit();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
      Construct && Construct->getNumArgs() == 1)
    Init = Construct->getArg(0)->IgnoreImplicit();
  const auto *Call = dyn_cast<CallExpr>(Init);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F || !F->getIdentifier() || Call->isGLValue())
    return false;
  return !IsString || yieldsAFile(F->getName());
}

/// True if the last that happens to \p V before it waits is to give its memory
/// back or away: it is moved from, swapped, shrunk or assigned a new one.
bool LifeFinder::isGivenBack(const VarDecl &V) const {
  const auto References = Index.references(&V);
  if (References.empty())
    return false;
  const DeclRefExpr *Last = References.back();
  for (const Stmt *S = Index.parent(Last); S && isa<Expr>(S);
       S = Index.parent(S)) {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F)
      continue;
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call))
      return Operator->getOperator() == OO_Equal &&
             Operator->getArg(0)->IgnoreParenImpCasts() == Last;
    if (F->getIdentifier() &&
        llvm::is_contained({"move", "swap", "exchange", "shrink_to_fit"},
                           F->getName()))
      return true;
  }
  return false;
}

void LifeFinder::visit(const VarDecl &V) {
  if (!V.hasLocalStorage() || !V.getIdentifier() || V.isImplicit() ||
      V.isInitCapture() || !copies::isPlainCode(V.getLocation(), U.context()) ||
      !isLarge(V))
    return;
  const Stmt *Last = lastUse(V);
  const Stmt *Scope = Index.scope(&V);
  if (!Last || isGivenBack(V) || mayBeHeld(V))
    return;
  const auto Wait = llvm::find_if(Waits, [&](const Stmt *Call) {
    return Index.begin(Call) > Index.end(Last) && Index.contains(Scope, Call) &&
           !Index.enclosing<LambdaExpr>(Call) && isLongFor(*Call, *Last);
  });
  if (Wait == Waits.end())
    return;
  LocalFinding F;
  F.Loc = V.getLocation();
  F.Message = "'" + V.getName().str() + "' (" +
              U.costs().describe(V.getType()) +
              ") is not used any more while the function waits, and keeps its "
              "memory";
  F.Notes.push_back({Last->getBeginLoc(), "last used here"});
  F.Notes.push_back({(*Wait)->getBeginLoc(), "waits here"});
  F.Notes.push_back({Last->getEndLoc(),
                     isa<ParmVarDecl>(V)
                         ? "move it into a variable of a block that ends here"
                         : "a block around it that ends here would free it"});
  Found.push_back(std::move(F));
}

/// for (;;) and while (true), without a way out.
bool LifeFinder::isEndless(const Stmt *S) const {
  const Expr *Condition = nullptr;
  if (const auto *For = dyn_cast<ForStmt>(S))
    Condition = For->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(S))
    Condition = While->getCond();
  else
    return false;
  bool Value = false;
  if (Condition &&
      !(!Condition->isValueDependent() &&
        Condition->EvaluateAsBooleanCondition(Value, U.context()) && Value))
    return false;
  return llvm::none_of(Index.statements(), [&](const Stmt *Inner) {
    return isa<BreakStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(Inner) &&
           Index.contains(S, Inner);
  });
}

void LifeFinder::run() {
  for (const Stmt *S : Index.statements()) {
    if (isEndless(S))
      Waits.push_back(S);
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      continue;
    if (isSleep(*Call) || blocks(*Call))
      Waits.push_back(Call);
  }
  if (Waits.empty())
    return;
  for (const ParmVarDecl *P : Index.function().parameters())
    visit(*P);
  for (const Stmt *S : Index.statements())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          visit(*V);
}

} // namespace

void findLongLived(Unit &U, const BodyIndex &Index,
                   ArrayRef<StringRef> Blocking,
                   std::vector<LocalFinding> &Found) {
  LifeFinder(U, Index, Blocking, Found).run();
}

} // namespace heapwise::capacity
