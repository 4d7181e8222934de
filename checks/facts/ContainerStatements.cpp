//===-- ContainerStatements.cpp - Statements around containers ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerBody.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::SaveAndRestore;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

/// True if control does not come out of the end of \p S.
static bool leaves(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  if (const auto *If = dyn_cast<IfStmt>(S))
    return leaves(If->getThen()) && leaves(If->getElse());
  if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(S))
    return leaves(Cleanup->getSubExpr());
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && Callee->isNoReturn();
  }
  return isa<ReturnStmt, BreakStmt, ContinueStmt, CXXThrowExpr, GotoStmt>(S);
}

/// True if a jump may lead into \p S.
static bool hasLabel(const Stmt *S) {
  return S && (isa<LabelStmt, SwitchCase>(S) ||
               llvm::any_of(S->children(), hasLabel));
}

/// What is behind the labels of \p S. Default: whether `default:` is among
/// them.
static const Stmt *behindLabels(const Stmt *S, bool &Default) {
  while (const auto *Label = dyn_cast<SwitchCase>(S)) {
    Default |= isa<DefaultStmt>(Label);
    S = Label->getSubStmt();
  }
  return S;
}

/// True if \p Switch goes on only for the values that it lists.
static bool leavesByDefault(const SwitchStmt *Switch) {
  const auto *Body = dyn_cast<CompoundStmt>(Switch->getBody());
  if (!Body)
    return false;
  bool Default = false;
  for (const Stmt *Labelled : Body->body()) {
    const Stmt *S = behindLabels(Labelled, Default);
    if (Default && (isa<BreakStmt>(S) || leaves(S)))
      return !isa<BreakStmt>(S);
  }
  return false;
}

/// The value of a condition that a constant decides, as one that switches code
/// off.
static std::optional<bool> constantValue(const Expr *Cond,
                                         const ASTContext &Context) {
  bool Value = false;
  if (!Cond || Cond->isInstantiationDependent() ||
      !Cond->EvaluateAsBooleanCondition(Value, Context))
    return std::nullopt;
  return Value;
}

void BodyWalk::visitBlock(const CompoundStmt *Block) {
  unsigned Held = 0;
  bool Dead = false;
  for (const Stmt *S : Block->body()) {
    // Code that a build leaves out with an early `return`.
    Dead = Dead && !hasLabel(S);
    if (Dead)
      continue;
    visit(S);
    Dead = leaves(S);
    // What follows `if (c) return;` is under !c.
    if (const auto *If = dyn_cast<IfStmt>(S);
        If && !If->getElse() && leaves(If->getThen()) &&
        !constantValue(If->getCond(), Unit.Builder.Context))
      Held += enter(If->getCond(), /*Negated=*/true);
    else if (const auto *Switch = dyn_cast<SwitchStmt>(S);
             Switch && leavesByDefault(Switch))
      Held += enterOneOf(Switch->getCond());
  }
  leave(Held);
}

void BodyWalk::visitIf(const IfStmt *If) {
  visit(If->getInit());
  if (const auto Decided = constantValue(If->getCond(), Unit.Builder.Context))
    return visit(*Decided ? If->getThen() : If->getElse());
  if (If->isConstexpr()) {
    visit(If->getThen());
    return visit(If->getElse());
  }
  if (const VarDecl *V = If->getConditionVariable())
    visitVariable(V);
  visitExpr(If->getCond(), /*Used=*/true);
  unsigned Held = enter(If->getCond(), /*Negated=*/false);
  visit(If->getThen());
  leave(Held);
  if (!If->getElse())
    return;
  Held = enter(If->getCond(), /*Negated=*/true);
  visit(If->getElse());
  leave(Held);
}

/// True if \p S, a part of the body of a loop, may leave the loop. Inner: in a
/// statement that takes `break` for itself.
static bool isLeft(const Stmt *S, bool Inner) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<ReturnStmt, GotoStmt, CXXThrowExpr, CoreturnStmt>(S))
    return true;
  if (isa<BreakStmt>(S))
    return !Inner;
  if (const auto *Call = dyn_cast<CallExpr>(S);
      Call && Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn())
    return true;
  Inner |= isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, SwitchStmt>(S);
  return llvm::any_of(S->children(), [Inner](const Stmt *Child) {
    return isLeft(Child, Inner);
  });
}

void BodyWalk::visitLoop(const Expr *Cond, llvm::ArrayRef<const Stmt *> Parts,
                         bool Open) {
  const std::optional<bool> Decided = constantValue(Cond, Unit.Builder.Context);
  if (Decided == false)
    return;
  const bool Endless =
      (!Cond || Decided == true) && Open &&
      llvm::none_of(Parts, [](const Stmt *S) { return isLeft(S, false); });
  SaveAndRestore Deeper(Loops, Loops + 1);
  SaveAndRestore DeeperEndless(EndlessLoops, EndlessLoops + (Endless ? 1 : 0));
  SaveAndRestore DeeperOpen(OpenLoops, OpenLoops + (Open ? 1 : 0));
  if (Cond)
    visitExpr(Cond, /*Used=*/true);
  const unsigned Held = Cond ? enter(Cond, /*Negated=*/false) : 0;
  for (const Stmt *Part : Parts)
    visit(Part);
  leave(Held);
}

/// True for the condition of a loop that some event ends, not a count or the
/// end of a sequence: a call, a constant, a flag.
static bool isOpenEnded(const Expr *Cond) {
  if (!Cond)
    return true;
  Cond = Cond->IgnoreParenImpCasts();
  if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(Cond))
    return isOpenEnded(Cleanup->getSubExpr());
  if (const auto *Not = dyn_cast<UnaryOperator>(Cond);
      Not && Not->getOpcode() == UO_LNot)
    return isOpenEnded(Not->getSubExpr());
  if (isa<CXXBoolLiteralExpr, IntegerLiteral>(Cond))
    return true;
  if (const auto *Call = dyn_cast<CallExpr>(Cond)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    // std::getline(), stream >> x, container.empty() end with their input.
    return !Callee || !isLibraryCode(Callee);
  }
  return false;
}

/// What follows a label is under one of the values that are listed.
void BodyWalk::visitSwitch(const SwitchStmt *Switch) {
  visit(Switch->getInit());
  if (const VarDecl *V = Switch->getConditionVariable())
    visitVariable(V);
  visitExpr(Switch->getCond(), /*Used=*/true);
  const auto *Body = dyn_cast<CompoundStmt>(Switch->getBody());
  if (!Body)
    return visit(Switch->getBody());
  unsigned Held = 0;
  for (const Stmt *Labelled : Body->body()) {
    bool Other = false;
    const Stmt *S = behindLabels(Labelled, Other);
    if (isa<SwitchCase>(Labelled)) {
      leave(Held);
      Held = Other ? 0 : enterOneOf(Switch->getCond());
    }
    visit(S);
  }
  leave(Held);
}

void BodyWalk::visitRangeFor(const CXXForRangeStmt *Loop) {
  visitExpr(Loop->getRangeInit(), /*Used=*/true);
  if (const Resolved R = Refs.resolve(Loop->getRangeInit())) {
    Refs.bind(Loop->getLoopVariable(), R.element());
    emit(Action::Lookup, R, "for", Loop->getForLoc());
  }
  visitLoop(nullptr, Loop->getBody(), /*Open=*/false);
}

void BodyWalk::visitVariable(const VarDecl *V) {
  if (V->isInvalidDecl())
    return;
  DeclaredAt[V] = OpenLoops;
  if (V->isStaticLocal())
    Unit.holder(V, Holder::Span::Static, F);
  else if (F && F->isMain())
    Unit.holder(V, Holder::Span::Main, F);
  const Expr *Init = V->getInit();
  if (V->hasGlobalStorage())
    noteLimit(V, Init, V->getLocation());
  if (!Init)
    return;
  const QualType T = V->getType();
  const bool Alias = T->isReferenceType() || T->isPointerType() ||
                     isTransparent(T->getAsCXXRecordDecl()) ||
                     !Unit.Types.container(T);
  const Resolved R = Alias ? Refs.resolve(Init) : Resolved();
  if (R && R.Ref.Of != PlaceRef::Base::This && !V->hasGlobalStorage()) {
    Refs.bind(V, R);
    if (const auto *Parts = dyn_cast<DecompositionDecl>(V))
      for (const BindingDecl *B : Parts->bindings())
        Refs.bind(B, R);
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(plain(Init));
      Made && V->hasGlobalStorage()) {
    if (Symbol Place = Unit.place(V, F))
      visitBuild(Made, {.Of = PlaceRef::Base::Place, .Sym = Place});
  }
  // A reference to the container itself is followed, not an escape.
  const auto *Address = dyn_cast<UnaryOperator>(Init->IgnoreParenImpCasts());
  if (!(R && Address))
    visitExpr(Init, /*Used=*/true);
}

void BodyWalk::visitReturn(const ReturnStmt *Return) {
  const Expr *Value = Return->getRetValue();
  if (Value) {
    visitExpr(Value, /*Used=*/true);
    const QualType T = F ? F->getReturnType() : QualType();
    const Resolved R = Lambdas || !F ? Resolved() : Refs.resolve(Value);
    const bool Handle =
        !T.isNull() && (T->isReferenceType() || T->isPointerType() ||
                        isTransparent(T->getAsCXXRecordDecl()));
    const bool Const = Handle && !T->getPointeeType().isNull() &&
                       T->getPointeeType().isConstQualified();
    if (R && Handle && !Const && !R.Iterator && !R.Ref.Depth && !R.Local &&
        R.Ref.Of != PlaceRef::Base::This && Refs.matters(T))
      emit(Action::Return, R, "", Return->getReturnLoc());
  }
  if (!Lambdas)
    emit(Action::Exit, {}, "", Return->getReturnLoc());
}

void BodyWalk::visit(const Stmt *S) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S))
    return visitExpr(E, /*Used=*/false);
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return visitBlock(Block);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return visitIf(If);
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return visitSwitch(Switch);
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    return visitReturn(Return);
  if (isa<ContinueStmt>(S)) {
    if (!Lambdas)
      emit(Action::Exit, {}, "continue", S->getBeginLoc());
    return;
  }
  if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        visitVariable(V);
    return;
  }
  if (const auto *While = dyn_cast<WhileStmt>(S)) {
    if (const VarDecl *V = While->getConditionVariable())
      visitVariable(V);
    return visitLoop(While->getCond(), While->getBody(),
                     isOpenEnded(While->getCond()));
  }
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return visitLoop(Do->getCond(), Do->getBody(), isOpenEnded(Do->getCond()));
  if (const auto *For = dyn_cast<ForStmt>(S)) {
    visit(For->getInit());
    if (const auto *Decls = dyn_cast_or_null<DeclStmt>(For->getInit()))
      for (const Decl *D : Decls->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getType()->isIntegerType())
          Refs.narrow(V);
    return visitLoop(For->getCond(), {For->getBody(), For->getInc()},
                     isOpenEnded(For->getCond()));
  }
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(S))
    return visitRangeFor(Range);
  for (const Stmt *Child : S->children())
    visit(Child);
}

} // namespace heapwise::facts
