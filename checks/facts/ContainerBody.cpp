//===-- ContainerBody.cpp - What a function does to containers ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Walks a body in source order with the stack of conditions that hold. The
/// body of a lambda is read in place, as a part of the function that writes it.
///
//===----------------------------------------------------------------------===//

#include "ContainerConditions.h"
#include "ContainerRefs.h"
#include "LibraryModel.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::SaveAndRestore;
using llvm::StringRef;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

/// Generated code can be arbitrarily large; no cache is filled in it.
constexpr std::size_t MaxEvents = 5000;

namespace {
class BodyWalk {
public:
  BodyWalk(ContainerUnit &Unit, const FunctionDecl *F)
      : Unit(Unit), F(F), Refs(Unit, F) {}

  void runFunction();
  void runInit(const ValueDecl *D);

private:
  // Statements.
  void visit(const Stmt *S);
  void visitBlock(const CompoundStmt *Block);
  void visitIf(const IfStmt *If);
  void visitLoop(const Expr *Cond, llvm::ArrayRef<const Stmt *> Parts,
                 bool Open);
  void visitRangeFor(const CXXForRangeStmt *Loop);
  void visitVariable(const VarDecl *V);
  void visitReturn(const ReturnStmt *Return);
  void visitInitializer(const FieldDecl *Field, const Expr *Value,
                        SourceLocation Loc);
  void visitInitializers(const CXXConstructorDecl *C);

  // Expressions. Used: something looks at the value.
  void visitExpr(const Expr *E, bool Used);
  void visitChildren(const Expr *E);
  void visitMethod(const CXXMemberCallExpr *Call, bool Used);
  void visitContainerMethod(const CXXMemberCallExpr *Call, const Resolved &R,
                            bool Used);
  void visitGrowth(const CXXMemberCallExpr *Call, const Resolved &R, bool Used);
  void visitReset(const Resolved &R, StringRef How, SourceLocation Loc);
  void visitOperator(const CXXOperatorCallExpr *Call, bool Used);
  void visitSubscript(const CXXOperatorCallExpr *Call, bool Read, bool Update);
  void visitAssignment(const Expr *To, const Expr *From, SourceLocation Loc);
  void visitCall(const CallExpr *Call);
  void visitLibraryCall(const CallExpr *Call, const FunctionDecl *Callee);
  void visitMake(const CallExpr *Call);
  void visitLambda(const LambdaExpr *Lambda);
  void visitBuild(const CXXConstructExpr *Made, PlaceRef At);
  void userCall(const FunctionDecl *Callee, const Resolved &Receiver,
                llvm::ArrayRef<const Expr *> Args, SourceLocation Loc,
                Action Kind = Action::Call);

  ContainerEvent *emit(Action Kind, const Resolved &R, StringRef What,
                       SourceLocation Loc);
  /// Puts what \p E asks on the stack; how many parts it has.
  unsigned enter(const Expr *E, bool Negated);
  void leave(unsigned Count) { Under.resize(Under.size() - Count); }
  void noteLoopOwner(const Expr *Object);

  ContainerUnit &Unit;
  const FunctionDecl *F;
  ContainerRefs Refs;
  ContainerFunction Fact;
  std::vector<std::uint32_t> Under;
  llvm::DenseMap<const VarDecl *, unsigned> DeclaredAt;
  llvm::DenseSet<const FunctionDecl *> PlainCallees;
  unsigned OpenLoops = 0;
  unsigned Loops = 0;
  unsigned Lambdas = 0;
};
} // namespace

//===----------------------------------------------------------------------===//
// Emission
//===----------------------------------------------------------------------===//

ContainerEvent *BodyWalk::emit(Action Kind, const Resolved &R, StringRef What,
                               SourceLocation Loc) {
  if (Fact.Events.size() >= MaxEvents)
    return nullptr;
  ContainerEvent E;
  E.Kind = Kind;
  E.At = R.Ref;
  E.Local = R.Local;
  E.Looped = Loops != 0;
  E.Endless = OpenLoops != 0;
  E.What = Unit.Builder.intern(What);
  E.Loc = Unit.Builder.location(Loc);
  E.Under = Under;
  Fact.Events.push_back(std::move(E));
  return &Fact.Events.back();
}

unsigned BodyWalk::enter(const Expr *E, bool Negated) {
  if (!E || E->isTypeDependent())
    return 0;
  unsigned Count = 0;
  for (Condition &C : readCondition(Refs, E, Negated)) {
    Under.push_back(static_cast<std::uint32_t>(Fact.Conditions.size()));
    Fact.Conditions.push_back(std::move(C));
    ++Count;
  }
  return Count;
}

/// A local object whose methods are called again and again from a loop that
/// runs until somebody ends it lives as long as that loop.
void BodyWalk::noteLoopOwner(const Expr *Object) {
  const auto *Ref = dyn_cast<DeclRefExpr>(plain(Object));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->isLocalVarDecl() || V->isStaticLocal())
    return;
  auto It = DeclaredAt.find(V);
  if (It != DeclaredAt.end() && OpenLoops > It->second)
    Unit.holder(V, Holder::Span::Loop, F);
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

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
        If && !If->getElse() && leaves(If->getThen()))
      Held += enter(If->getCond(), /*Negated=*/true);
  }
  leave(Held);
}

void BodyWalk::visitIf(const IfStmt *If) {
  visit(If->getInit());
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

void BodyWalk::visitLoop(const Expr *Cond, llvm::ArrayRef<const Stmt *> Parts,
                         bool Open) {
  SaveAndRestore Deeper(Loops, Loops + 1);
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
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    return visitReturn(Return);
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
          Refs.bindLoop(V);
    return visitLoop(For->getCond(), {For->getBody(), For->getInc()},
                     isOpenEnded(For->getCond()));
  }
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(S))
    return visitRangeFor(Range);
  for (const Stmt *Child : S->children())
    visit(Child);
}

//===----------------------------------------------------------------------===//
// Methods of containers
//===----------------------------------------------------------------------===//

void BodyWalk::visitReset(const Resolved &R, StringRef How,
                          SourceLocation Loc) {
  if (!R || R.Iterator)
    return;
  emit(Action::Reset, R, How, Loc);
  // `m[k].clear()`: the element is emptied, its key stays.
  if (R.Ref.Depth) {
    Resolved Outer = R;
    --Outer.Ref.Depth;
    emit(Action::Hollow, Outer, How, Loc);
  }
}

/// The key among the arguments of a method that adds an element.
static const Expr *keyArgument(const CXXMemberCallExpr *Call,
                               const ContainerType &Type) {
  const StringRef Name = plainName(Call->getMethodDecl());
  unsigned Index = 0;
  if (Call->getNumArgs() > 1 &&
      (Name == "emplace_hint" || Name == "lazy_emplace" ||
       (!Type.Keyed && (Name == "insert" || Name == "emplace"))))
    Index = 1;
  if (Call->getNumArgs() <= Index)
    return nullptr;
  const Expr *Key = plain(Call->getArg(Index));
  if (!Type.Map || Index || Call->getNumArgs() > 1)
    return Key;
  // insert({k, v}), insert(std::make_pair(k, v)), emplace({k, v})
  for (;;) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Key);
        Made && Made->getNumArgs())
      Key = plain(Made->getArg(0));
    else if (const auto *List = dyn_cast<InitListExpr>(Key);
             List && List->getNumInits())
      Key = plain(List->getInit(0));
    else if (const auto *Pair = dyn_cast<CallExpr>(Key);
             Pair && Pair->getNumArgs() == 2 &&
             libraryFunction(Pair->getDirectCallee()) == LibraryFunction::Pack)
      return plain(Pair->getArg(0));
    else
      return Key;
  }
}

void BodyWalk::visitGrowth(const CXXMemberCallExpr *Call, const Resolved &R,
                           bool Used) {
  const StringRef Name = plainName(Call->getMethodDecl());
  // `items.splice(items.begin(), items, it)` only moves an element.
  if (Name == "splice" || Name == "merge")
    for (const Expr *Arg : Call->arguments())
      if (const Resolved From = Refs.resolve(Arg);
          From && !From.Iterator && From.Ref.Sym == R.Ref.Sym)
        return;
  const ContainerType *Type =
      Unit.Types.container(Call->getImplicitObjectArgument()->getType());
  // `vector.append(n)` of one argument of another type is fine; `insert` of a
  // QMap has the key first.
  const Expr *Key = Type ? keyArgument(Call, *Type) : nullptr;
  ContainerEvent *E = emit(Action::Grow, R, Name, Call->getExprLoc());
  if (!E)
    return;
  E->Used = Used;
  if (Key)
    E->Key = Refs.datum(Key);
}

void BodyWalk::visitContainerMethod(const CXXMemberCallExpr *Call,
                                    const Resolved &R, bool Used) {
  const StringRef Name = plainName(Call->getMethodDecl());
  const SourceLocation Loc = Call->getExprLoc();
  switch (containerUse(Name)) {
  case ContainerUse::Grow:
    return visitGrowth(Call, R, Used);
  case ContainerUse::Lookup:
    if (ContainerEvent *E = emit(Action::Lookup, R, Name, Loc);
        E && Call->getNumArgs())
      E->Key = Refs.datum(Call->getArg(0));
    return;
  case ContainerUse::Element:
    if (Name == "at" && Call->getNumArgs())
      if (ContainerEvent *E = emit(Action::Lookup, R, Name, Loc))
        E->Key = Refs.datum(Call->getArg(0));
    return;
  case ContainerUse::Shrink: {
    ContainerEvent *E = emit(Action::Shrink, R, Name, Loc);
    if (!E || !Call->getNumArgs())
      return;
    E->Key = Refs.datum(Call->getArg(Call->getNumArgs() - 1));
    if (Name == "resize" && E->Key.HasValue && !E->Key.Value)
      E->Kind = Action::Reset;
    // `log.erase(log.begin(), log.upper_bound(now - 60))`
    if (speaksOfTime(Unit.Builder.Result.str(E->Key.Text))) {
      Condition Age;
      Age.Kind = Condition::Test::Time;
      E->Under.push_back(static_cast<std::uint32_t>(Fact.Conditions.size()));
      Fact.Conditions.push_back(Age);
    }
    return;
  }
  case ContainerUse::Assign:
  case ContainerUse::Reset:
    visitReset(R, Name, Loc);
    if (Name == "swap" && Call->getNumArgs() == 1)
      visitReset(Refs.resolve(Call->getArg(0)), Name, Loc);
    return;
  default:
    return;
  }
}

void BodyWalk::visitMethod(const CXXMemberCallExpr *Call, bool Used) {
  const CXXMethodDecl *M = Call->getMethodDecl();
  const Expr *Object = Call->getImplicitObjectArgument();
  if (!M)
    return visitChildren(Call);
  const Resolved R = Refs.resolve(Object);
  const bool Library = isContainerLibrary(M);
  const ContainerUse Use = containerUse(plainName(M));
  const bool Empties = Use == ContainerUse::Reset;
  // The subscript in `m[k].clear()` is no use of the key.
  if (!(R && Library && Empties && R.Ref.Depth)) {
    const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Object));
    if (Sub && Sub->getOperator() == OO_Subscript)
      visitSubscript(Sub, /*Read=*/M->isConst() && Used,
                     /*Update=*/!M->isConst());
    else
      visitExpr(Object, /*Used=*/true);
  }
  if (Library && R && isTransparent(M->getParent())) {
    // `m[k].reset()` of a smart pointer, without another object.
    const bool Another =
        Call->getNumArgs() && !isa<CXXDefaultArgExpr>(Call->getArg(0));
    if (Empties && !Another)
      visitReset(R, plainName(M), Call->getExprLoc());
  } else if (Library && R && Unit.Types.container(Object->getType())) {
    visitContainerMethod(Call, R, Used);
  } else if (!Library) {
    noteLoopOwner(Object);
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    userCall(M, R, Args, Call->getExprLoc());
  } else {
    visitLibraryCall(Call, M);
  }
  for (const Expr *Arg : Call->arguments())
    visitExpr(Arg, /*Used=*/true);
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

void BodyWalk::visitSubscript(const CXXOperatorCallExpr *Call, bool Read,
                              bool Update) {
  const Expr *Object = Call->getArg(0);
  visitExpr(Object, /*Used=*/true);
  visitExpr(Call->getArg(1), /*Used=*/true);
  const ContainerType *Type = Unit.Types.container(Object->getType());
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
  if (!Type || !Type->Map || !M || M->isConst() || !isContainerLibrary(M))
    return;
  const Resolved R = Refs.resolve(Object);
  if (!R && !R.Local)
    return;
  ContainerEvent *E = emit(Read ? Action::Read : Action::Grow, R, "operator[]",
                           Object->getExprLoc());
  if (!E)
    return;
  E->Key = Refs.datum(Call->getArg(1));
  E->Update = Update;
}

/// True for what a value is that has been taken away: nullptr, {}, T().
static bool isNothing(const Expr *E) {
  E = plain(E);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() == 0 ||
           (Made->getNumArgs() == 1 && isNothing(Made->getArg(0)));
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr, CXXScalarValueInitExpr,
             ImplicitValueInitExpr>(E);
}

void BodyWalk::visitAssignment(const Expr *To, const Expr *From,
                               SourceLocation Loc) {
  const Resolved R = Refs.resolve(To);
  // Only what has been there before is taken away: `m[k] = nullptr`.
  if (R.Ref.Depth && !R.Iterator && isNothing(From)) {
    Resolved Outer = R;
    --Outer.Ref.Depth;
    emit(Action::Hollow, Outer, "operator=", Loc);
    return;
  }
  if (R && !R.Iterator && !R.Ref.Depth && Unit.Types.container(To->getType()))
    visitReset(R, "operator=", Loc);
  visitExpr(From, /*Used=*/true);
  if (const auto *Member = dyn_cast<MemberExpr>(plain(To));
      Member && To->getType()->isIntegerType())
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      if (ContainerEvent *E = emit(Action::Limit, {}, "", Loc)) {
        E->What = Unit.Builder.usr(Field);
        E->Key = Refs.datum(From, false);
      }
  const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(To));
  if (Sub && Sub->getOperator() == OO_Subscript)
    visitSubscript(Sub, /*Read=*/false, /*Update=*/false);
  else
    visitExpr(To, /*Used=*/false);
}

void BodyWalk::visitOperator(const CXXOperatorCallExpr *Call, bool Used) {
  const OverloadedOperatorKind Operator = Call->getOperator();
  if (Operator == OO_Subscript && Call->getNumArgs() == 2)
    return visitSubscript(Call, /*Read=*/false, /*Update=*/false);
  if (Operator == OO_Equal && Call->getNumArgs() == 2)
    return visitAssignment(Call->getArg(0), Call->getArg(1),
                           Call->getOperatorLoc());
  if (Call->getNumArgs() && (Call->isAssignmentOp() || Operator == OO_PlusPlus))
    if (const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Call->getArg(0)));
        Sub && Sub->getOperator() == OO_Subscript) {
      visitSubscript(Sub, /*Read=*/false, /*Update=*/true);
      for (const Expr *Arg : llvm::drop_begin(Call->arguments()))
        visitExpr(Arg, /*Used=*/true);
      return;
    }
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (Callee && !isContainerLibrary(Callee)) {
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    Resolved Receiver;
    if (isa<CXXMethodDecl>(Callee) && !Args.empty()) {
      Receiver = Refs.resolve(Args.front());
      noteLoopOwner(Args.front());
      Args.erase(Args.begin());
    }
    userCall(Callee, Receiver, Args, Call->getExprLoc());
  }
  for (const Expr *Arg : Call->arguments())
    visitExpr(Arg, Used);
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

static bool isMutableHandle(QualType T) {
  if (T->isReferenceType() || T->isPointerType())
    return !T->getPointeeType().isConstQualified();
  return isTransparent(T->getAsCXXRecordDecl());
}

void BodyWalk::userCall(const FunctionDecl *Callee, const Resolved &Receiver,
                        llvm::ArrayRef<const Expr *> Args, SourceLocation Loc,
                        Action Kind) {
  // Its body may be in a header that the host does not traverse.
  Unit.Builder.enqueue(Callee);
  llvm::SmallVector<Argument, 4> Facts;
  bool Places = static_cast<bool>(Receiver) || Kind == Action::Build;
  for (auto [Index, Arg] : llvm::enumerate(Args)) {
    Argument A;
    const ParmVarDecl *Param =
        Index < Callee->getNumParams() ? Callee->getParamDecl(Index) : nullptr;
    if (Refs.matters(Arg->getType()))
      if (const Resolved R = Refs.resolve(Arg); R && !R.Iterator) {
        A.At = R.Ref;
        A.Mutable = !Param || isMutableHandle(Param->getType());
        Places |= A.Mutable;
      }
    Facts.push_back(A);
  }
  const bool Parametric = !Args.empty() && !Callee->isExternallyVisible();
  if (!Places && !Parametric && !PlainCallees.insert(Callee).second)
    return;
  ContainerEvent *E = emit(Kind, Receiver, "", Loc);
  if (!E)
    return;
  E->What = Unit.Builder.usr(Callee);
  for (auto [Arg, A] : llvm::zip(Args, Facts))
    A.Value = Refs.datum(Arg, /*WithText=*/Places);
  // The events may have moved.
  E->Args.assign(Facts.begin(), Facts.end());
}

void BodyWalk::visitLibraryCall(const CallExpr *Call,
                                const FunctionDecl *Callee) {
  const StringRef Name = plainName(Callee);
  const SourceLocation Loc = Call->getExprLoc();
  const LibraryFunction Function = libraryFunction(Callee);
  if (Function == LibraryFunction::Swap ||
      Function == LibraryFunction::Exchange) {
    for (const Expr *Arg : Call->arguments())
      visitReset(Refs.resolve(Arg), Name, Loc);
    return;
  }
  if (Function == LibraryFunction::Make)
    visitMake(Call);
  for (auto [Index, Arg] : llvm::enumerate(Call->arguments())) {
    if (!Refs.matters(Arg->getType()) && !Refs.resolve(Arg).Iterator)
      continue;
    const Resolved R = Refs.resolve(Arg);
    if (!R || R.Ref.Of == PlaceRef::Base::This)
      continue;
    if (R.Iterator) {
      if (Name.contains("find") || Name.contains("search") ||
          Name.starts_with("any_") || Name.starts_with("none_") ||
          Name.starts_with("count") || Name.contains("bound"))
        emit(Action::Lookup, R, Name, Loc);
      continue;
    }
    if (R.Ref.Depth)
      continue;
    if (Name.contains("inserter")) {
      if (ContainerEvent *E = emit(Action::Grow, R, Name, Loc))
        E->Key.From = Origin::Input;
    } else if (Name.contains("erase") || Name.contains("remove")) {
      emit(Action::Shrink, R, Name, Loc);
    } else if (Function == LibraryFunction::Move) {
      visitReset(R, "std::move", Loc);
    } else if (Function == LibraryFunction::Other ||
               Function == LibraryFunction::Bind || Name == "ref") {
      const ParmVarDecl *Param = Index < Callee->getNumParams()
                                     ? Callee->getParamDecl(Index)
                                     : nullptr;
      if (!Param || isMutableHandle(Param->getType()))
        emit(Action::Escape, R, Name, Loc);
    }
  }
}

/// Which constructor make_unique() calls is seen only in its own body; by the
/// number of arguments it is one of these.
void BodyWalk::visitMake(const CallExpr *Call) {
  const CXXRecordDecl *Made = Unit.Types.userClass(Call->getType());
  if (!Made)
    return;
  for (const CXXConstructorDecl *C : Made->ctors()) {
    if (C->isCopyOrMoveConstructor() ||
        C->getNumParams() < Call->getNumArgs() ||
        C->getMinRequiredArguments() > Call->getNumArgs())
      continue;
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    for (const ParmVarDecl *P :
         llvm::drop_begin(C->parameters(), Call->getNumArgs()))
      if (P->hasDefaultArg() && !P->hasUninstantiatedDefaultArg())
        Args.push_back(P->getDefaultArg());
    userCall(C, {}, Args, Call->getExprLoc(), Action::Build);
  }
}

void BodyWalk::visitCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
  if (!Callee) {
    // Who knows what a function pointer does.
    for (const Expr *Arg : Args)
      if (const Resolved R = Refs.resolve(Arg);
          R && !R.Iterator && !R.Ref.Depth && Refs.matters(Arg->getType()))
        emit(Action::Escape, R, "", Call->getExprLoc());
  } else if (isContainerLibrary(Callee)) {
    visitLibraryCall(Call, Callee);
  } else {
    userCall(Callee, {}, Args, Call->getExprLoc());
  }
  for (const Expr *Arg : Args) {
    // `helper(&map)` hands the address to a callee that is followed.
    const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
    if (Callee && Address && Address->getOpcode() == UO_AddrOf)
      visitExpr(Address->getSubExpr(), /*Used=*/true);
    else
      visitExpr(Arg, /*Used=*/true);
  }
}

void BodyWalk::visitBuild(const CXXConstructExpr *Made, PlaceRef At) {
  const CXXConstructorDecl *C = Made->getConstructor();
  if (isContainerLibrary(C) || C->isCopyOrMoveConstructor())
    return;
  llvm::SmallVector<const Expr *, 4> Args(Made->arguments());
  userCall(C, {.Ref = At}, Args, Made->getExprLoc(), Action::Build);
}

void BodyWalk::visitLambda(const LambdaExpr *Lambda) {
  for (auto [Capture, Init] :
       llvm::zip(Lambda->captures(), Lambda->capture_inits())) {
    const auto *V = Capture.capturesVariable()
                        ? dyn_cast<VarDecl>(Capture.getCapturedVar())
                        : nullptr;
    if (!V)
      continue;
    if (V->isInitCapture()) {
      if (V->getType()->isReferenceType())
        if (const Resolved R = Refs.resolve(Init))
          Refs.bind(V, R);
      visitExpr(Init, /*Used=*/true);
    } else if (Capture.getCaptureKind() == LCK_ByCopy && V->isLocalVarDecl() &&
               isTransparent(V->getType()->getAsCXXRecordDecl()) &&
               Unit.Types.container(V->getType())) {
      Refs.keep(V);
    }
  }
  SaveAndRestore Deeper(Lambdas, Lambdas + 1);
  visit(Lambda->getBody());
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

void BodyWalk::visitChildren(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      visitExpr(Sub, /*Used=*/true);
}

/// The subscript of which \p Cast reads the value, or null.
static const CXXOperatorCallExpr *readSubscript(const ImplicitCastExpr *Cast) {
  if (Cast->getCastKind() != CK_LValueToRValue &&
      Cast->getCastKind() != CK_NoOp)
    return nullptr;
  const auto *Call =
      dyn_cast<CXXOperatorCallExpr>(Cast->getSubExpr()->IgnoreParens());
  return Call && Call->getOperator() == OO_Subscript && Call->getNumArgs() == 2
             ? Call
             : nullptr;
}

void BodyWalk::visitExpr(const Expr *E, bool Used) {
  if (!E || E->isTypeDependent())
    return;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E)) {
    if (const CXXOperatorCallExpr *Sub = readSubscript(Cast))
      return visitSubscript(Sub, /*Read=*/true, /*Update=*/false);
    return visitExpr(Cast->getSubExpr(), Used);
  }
  if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(E))
    return visitExpr(Cleanup->getSubExpr(), Used);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return visitMethod(Call, Used);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    return visitOperator(Call, Used);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return visitCall(Call);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return visitLambda(Lambda);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    visitBuild(Made, {});
    return visitChildren(E);
  }
  if (const auto *Thrown = dyn_cast<CXXThrowExpr>(E)) {
    visitChildren(Thrown);
    if (!Lambdas)
      emit(Action::Exit, {}, "", E->getExprLoc());
    return;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    visitExpr(Choice->getCond(), /*Used=*/true);
    unsigned Held = enter(Choice->getCond(), /*Negated=*/false);
    visitExpr(Choice->getTrueExpr(), Used);
    leave(Held);
    Held = enter(Choice->getCond(), /*Negated=*/true);
    visitExpr(Choice->getFalseExpr(), Used);
    return leave(Held);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->isLogicalOp()) {
      visitExpr(Op->getLHS(), /*Used=*/true);
      const unsigned Held =
          enter(Op->getLHS(), /*Negated=*/Op->getOpcode() == BO_LOr);
      visitExpr(Op->getRHS(), /*Used=*/true);
      return leave(Held);
    }
    if (Op->getOpcode() == BO_Assign)
      return visitAssignment(Op->getLHS(), Op->getRHS(), Op->getOperatorLoc());
    if (const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Op->getLHS()));
        Op->isCompoundAssignmentOp() && Sub &&
        Sub->getOperator() == OO_Subscript) {
      visitSubscript(Sub, /*Read=*/false, /*Update=*/true);
      return visitExpr(Op->getRHS(), /*Used=*/true);
    }
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Op->getSubExpr()));
    if (Op->isIncrementDecrementOp() && Sub &&
        Sub->getOperator() == OO_Subscript)
      return visitSubscript(Sub, /*Read=*/false, /*Update=*/true);
    if (Op->getOpcode() == UO_AddrOf)
      if (const Resolved R = Refs.resolve(Op->getSubExpr());
          R && !R.Iterator && !R.Ref.Depth &&
          Unit.Types.container(Op->getSubExpr()->getType()))
        emit(Action::Escape, R, "", E->getExprLoc());
  }
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return visitExpr(Default->getExpr(), Used);
  // A function whose address is taken may be called.
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *Named = dyn_cast<FunctionDecl>(Ref->getDecl());
        Named && !isContainerLibrary(Named))
      userCall(Named, {}, {}, E->getExprLoc());
  visitChildren(E);
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

void BodyWalk::visitInitializer(const FieldDecl *Field, const Expr *Value,
                                SourceLocation Loc) {
  if (Field && Field->getType()->isIntegerType()) {
    if (ContainerEvent *E = emit(Action::Limit, {}, "", Loc)) {
      E->What = Unit.Builder.usr(Field);
      E->Key = Refs.datum(Value, false);
    }
    return;
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(plain(Value));
      Made && Field && !Unit.Types.container(Field->getType()))
    if (Symbol Place = Unit.place(Field, nullptr))
      visitBuild(Made, {.Of = PlaceRef::Base::Place, .Sym = Place});
  // A member that refers to a container of somebody else.
  if (Field && (Field->getType()->isReferenceType() ||
                Field->getType()->isPointerType()))
    if (const Resolved R = Refs.resolve(Value);
        R && !R.Iterator && !R.Ref.Depth && Refs.matters(Value->getType()) &&
        R.Ref.Of != PlaceRef::Base::This)
      emit(Action::Escape, R, "", Loc);
  visitExpr(Value, /*Used=*/true);
}

void BodyWalk::visitInitializers(const CXXConstructorDecl *C) {
  for (const CXXCtorInitializer *Init : C->inits()) {
    const Expr *Value = Init->getInit();
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Value))
      Value = Default->getExpr();
    visitInitializer(Init->getAnyMember(), Value, Init->getSourceLocation());
  }
}

void BodyWalk::runFunction() {
  Fact.Usr = Unit.Builder.usr(F);
  if (!Fact.Usr)
    return;
  Fact.Name = Unit.Builder.intern(F->getNameAsString());
  Fact.Loc = Unit.Builder.location(F->getLocation());
  Fact.Main = F->isMain();
  Fact.Hidden = isClosed(F);
  Fact.Constructor = isa<CXXConstructorDecl>(F);
  Fact.Destructor = isa<CXXDestructorDecl>(F);
  if (const auto *M = dyn_cast<CXXMethodDecl>(F)) {
    Fact.Record = Unit.Builder.usr(M->getParent());
    for (const CXXMethodDecl *Base : M->overridden_methods())
      Fact.Overrides.push_back(Unit.Builder.usr(Base));
    Fact.Hidden |= M->getAccess() == AS_private;
    Fact.Hidden &= Fact.Overrides.empty();
  }
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    visitInitializers(C);
  visit(F->getBody());
  // That a body was seen and does nothing is worth knowing where it could have
  // done something.
  const auto *M = dyn_cast<CXXMethodDecl>(F);
  if (!Fact.Events.empty() ||
      (M && Unit.Types.keepsContainers(M->getParent())) ||
      llvm::any_of(F->parameters(), [this](const ParmVarDecl *P) {
        return Refs.matters(P->getType());
      }))
    Unit.Out.Functions.add(std::move(Fact));
}

void BodyWalk::runInit(const ValueDecl *D) {
  Fact.Name = Unit.Builder.intern(D->getNameAsString());
  Fact.Loc = Unit.Builder.location(D->getLocation());
  Fact.Usr = Unit.Builder.intern(
      (Unit.Builder.Result.str(Unit.Builder.usr(D)) + "@init").str());
  Fact.Hidden = true;
  if (const auto *V = dyn_cast<VarDecl>(D))
    visitVariable(V);
  else if (const auto *Field = dyn_cast<FieldDecl>(D))
    visitInitializer(Field, Field->getInClassInitializer(),
                     Field->getLocation());
  if (!Fact.Events.empty())
    Unit.Out.Functions.add(std::move(Fact));
}

void extractContainerBody(ContainerUnit &Unit, const FunctionDecl *F) {
  BodyWalk(Unit, F).runFunction();
}

void extractContainerInit(ContainerUnit &Unit, const ValueDecl *D) {
  BodyWalk(Unit, nullptr).runInit(D);
}

} // namespace heapwise::facts
