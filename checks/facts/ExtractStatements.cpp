//===-- ExtractStatements.cpp - Control flow and variables ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Assignments.h"
#include "FunctionExtractor.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::facts {

void FunctionExtractor::visit(const Stmt *S) {
  if (!S || isFull())
    return;
  ++Statement;
  if (const auto *E = dyn_cast<Expr>(S)) {
    eval(E);
    return;
  }
  switch (S->getStmtClass()) {
  case Stmt::CompoundStmtClass:
    for (const Stmt *Child : cast<CompoundStmt>(S)->body()) {
      if (Ended)
        break;
      visit(Child);
    }
    destroyLocals(cast<CompoundStmt>(S));
    return;
  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        visitVariable(Var);
    return;
  case Stmt::IfStmtClass:
    visitIf(cast<IfStmt>(S));
    return;
  case Stmt::SwitchStmtClass:
    visitSwitch(cast<SwitchStmt>(S));
    return;
  case Stmt::WhileStmtClass: {
    const auto *While = cast<WhileStmt>(S);
    visitLoop(S, [&] {
      if (const VarDecl *Var = While->getConditionVariable())
        visitVariable(Var);
      visit(While->getCond());
      visit(While->getBody());
    });
    return;
  }
  case Stmt::DoStmtClass:
    visitLoop(S, [&] {
      visit(cast<DoStmt>(S)->getBody());
      visit(cast<DoStmt>(S)->getCond());
    });
    return;
  case Stmt::ForStmtClass: {
    const auto *For = cast<ForStmt>(S);
    visit(For->getInit());
    visitLoop(S, [&] {
      visit(For->getCond());
      visit(For->getBody());
      visit(For->getInc());
    });
    return;
  }
  case Stmt::CXXForRangeStmtClass:
    visitRangeFor(cast<CXXForRangeStmt>(S));
    return;
  case Stmt::ReturnStmtClass: {
    const Expr *Result = cast<ReturnStmt>(S)->getRetValue();
    Value V = 0;
    if (Result && !InLambda && isSlotType(F->getReturnType()))
      V = cell(Result, evalPlace(Result));
    else if (Result)
      V = eval(Result);
    // What is not known is not one of the other results.
    if (!V && Result && Types.carries(Result->getType()))
      V = emit(Op::Unknown, S->getBeginLoc());
    if (V && Called)
      Called->Results.push_back(V);
    if (V && !InLambda) {
      Instr I;
      I.Opcode = Op::Return;
      I.A = V;
      emit(std::move(I), S->getBeginLoc());
    }
    Ended = true;
    return;
  }
  case Stmt::BreakStmtClass:
  case Stmt::ContinueStmtClass:
  case Stmt::GotoStmtClass:
    Ended = true;
    return;
  case Stmt::CXXTryStmtClass: {
    const auto *Try = cast<CXXTryStmt>(S);
    visit(Try->getTryBlock());
    for (unsigned I = 0, E = Try->getNumHandlers(); I != E; ++I)
      visitBranches({Try->getHandler(I)->getHandlerBlock(), nullptr},
                    PathKind::Handler);
    return;
  }
  default:
    for (const Stmt *Child : S->children())
      visit(Child);
    return;
  }
}

Environment FunctionExtractor::join(const Environment &A,
                                    const Environment &B) {
  Environment Result;
  for (const auto &[Var, In] : A) {
    auto Other = B.find(Var);
    if (Other == B.end())
      continue;
    Binding Joined = In;
    if (In.V != Other->second.V)
      Joined.V =
          choice({In.V, Other->second.V}, Var->getLocation(), label(Var));
    Result[Var] = Joined;
  }
  return Result;
}

/// True for a condition that only says whether a pointer is null.
static bool isNullTest(const Expr *Condition) {
  Condition = Condition->IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(Condition))
    return Not->getOpcode() == UO_LNot && isNullTest(Not->getSubExpr());
  if (const auto *Compare = dyn_cast<BinaryOperator>(Condition)) {
    const auto IsNull = [](const Expr *E) {
      return isa<CXXNullPtrLiteralExpr, GNUNullExpr, IntegerLiteral>(
          E->IgnoreParenImpCasts());
    };
    return Compare->isEqualityOp() &&
           Compare->getLHS()->getType()->isPointerType() &&
           (IsNull(Compare->getLHS()) || IsNull(Compare->getRHS()));
  }
  return Condition->getType()->isPointerType();
}

/// The variable that \p Condition says, or denies, is true.
static std::pair<const VarDecl *, bool> testedFlag(const Expr *Condition) {
  Condition = Condition->IgnoreParenImpCasts();
  bool Denied = false;
  while (const auto *Not = dyn_cast<UnaryOperator>(Condition)) {
    if (Not->getOpcode() != UO_LNot)
      return {};
    Denied = !Denied;
    Condition = Not->getSubExpr()->IgnoreParenImpCasts();
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Condition);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage() || !Var->getType()->isBooleanType())
    return {};
  return {Var, Denied};
}

void FunctionExtractor::visitIf(const IfStmt *If) {
  visit(If->getInit());
  if (const VarDecl *Var = If->getConditionVariable())
    visitVariable(Var);
  if (std::optional<const Stmt *> Taken =
          If->getNondiscardedCase(Builder.Context)) {
    visit(*Taken);
    return;
  }
  // At run time the condition `consteval` is false.
  if (If->isConsteval())
    return visit(If->isNegatedConsteval() ? If->getThen() : If->getElse());
  eval(If->getCond());
  const auto [Flag, Denied] = testedFlag(If->getCond());
  std::uint32_t Branch = 0;
  if (Flag && !isAssigned(Flag)) {
    std::uint32_t &Known = BranchesOn[Flag];
    if (!Known)
      Known = ++Branches;
    Branch = Known;
  }
  visitBranches({If->getThen(), If->getElse()},
                isNullTest(If->getCond()) ? PathKind::NullTest
                                          : PathKind::Branch,
                Branch, Denied);
}

bool FunctionExtractor::isAssigned(const VarDecl *Var) {
  if (!AssignedInBody) {
    const Assignments Found = Assignments::in(F->getBody());
    AssignedInBody.emplace(Found.Assigned.begin(), Found.Assigned.end());
  }
  return AssignedInBody->count(Var);
}

void FunctionExtractor::visitBranches(ArrayRef<const Stmt *> Arms,
                                      PathKind Kind, std::uint32_t Branch,
                                      std::uint32_t FirstArm) {
  const std::uint32_t Outer = CurrentPath;
  if (!Branch)
    Branch = ++Branches;
  const Environment Before = Env;
  std::optional<Environment> After;
  unsigned Reached = 0;
  std::uint32_t LastReached = Outer;
  for (const auto &[Index, Arm] : llvm::enumerate(Arms)) {
    CurrentPath = Outer;
    CurrentPath =
        newPath(Branch, static_cast<std::uint32_t>(Index) ^ FirstArm,
                Arm || Kind != PathKind::Handler ? Kind : PathKind::Branch);
    const std::uint32_t ArmPath = CurrentPath;
    Env = Before;
    Ended = false;
    visit(Arm);
    if (Ended)
      continue;
    ++Reached;
    LastReached = ArmPath;
    CurrentPath = Outer;
    After = After ? join(*After, Env) : Env;
  }
  Ended = Reached == 0;
  forgetElements();
  Env = After ? std::move(*After) : Before;
  // What follows an arm that leaves the function or the loop belongs to the
  // other arm.
  CurrentPath = Reached == 1 ? LastReached : Outer;
}

void FunctionExtractor::visitSwitch(const SwitchStmt *Switch) {
  visit(Switch->getInit());
  if (const VarDecl *Var = Switch->getConditionVariable())
    visitVariable(Var);
  eval(Switch->getCond());
  const auto *Body = dyn_cast<CompoundStmt>(Switch->getBody());
  if (!Body)
    return visit(Switch->getBody());
  const std::uint32_t Outer = CurrentPath, Branch = ++Branches;
  const Environment Before = Env;
  Environment After = Env;
  std::uint32_t Arm = 0;
  Ended = true;
  for (const Stmt *Child : Body->body()) {
    const Stmt *Inner = Child;
    if (isa<SwitchCase>(Child)) {
      if (Ended) {
        CurrentPath = Outer;
        CurrentPath = newPath(Branch, Arm++);
        Env = Before;
      }
      Ended = false;
      while (const auto *Case = dyn_cast<SwitchCase>(Inner))
        Inner = Case->getSubStmt();
    }
    if (Ended)
      continue;
    visit(Inner);
    if (Ended) {
      const std::uint32_t Inside = CurrentPath;
      CurrentPath = Outer;
      After = join(After, Env);
      CurrentPath = Inside;
    }
  }
  CurrentPath = Outer;
  Env = Ended ? std::move(After) : join(After, Env);
  Ended = false;
}

void FunctionExtractor::visitLoop(const Stmt *Loop,
                                  llvm::function_ref<void()> Body) {
  forgetElements();
  const Assignments Changed = Assignments::in(Loop);
  for (const ValueDecl *Var : Changed.Assigned) {
    auto It = Env.find(Var);
    if (It == Env.end())
      continue;
    // Each round is at another element.
    if (Value Next = nextElement(Var, Loop->getBeginLoc())) {
      Env[Var].V = Next;
      continue;
    }
    It->second.V = choice({It->second.V}, Loop->getBeginLoc(), label(Var));
  }
  const Environment Head = Env;
  const std::uint32_t Outer = CurrentPath;
  CurrentPath = newPath(++Branches, 0, PathKind::Loop);
  ++LoopDepth;
  Body();
  --LoopDepth;
  CurrentPath = Outer;
  Env = Ended ? Head : join(Head, Env);
  Ended = false;
  forgetElements();
}

bool FunctionExtractor::visitEach(const CXXForRangeStmt *Loop) {
  constexpr unsigned MaxWritten = 8;
  const auto *Braces = dyn_cast<CXXStdInitializerListExpr>(
      Loop->getRangeInit()->IgnoreUnlessSpelledInSource());
  const auto *List =
      Braces ? dyn_cast<InitListExpr>(
                   Braces->getSubExpr()->IgnoreUnlessSpelledInSource())
             : nullptr;
  const VarDecl *Var = Loop->getLoopVariable();
  if (!List || List->getNumInits() > MaxWritten ||
      !Types.carries(Var->getType()))
    return false;
  for (const Expr *Item : List->inits()) {
    const std::uint32_t Outer = CurrentPath;
    Env[Var] = {eval(Item), {}};
    visit(Loop->getBody());
    CurrentPath = Outer;
    Ended = false;
  }
  return true;
}

void FunctionExtractor::visitRangeFor(const CXXForRangeStmt *Loop) {
  visit(Loop->getInit());
  if (visitEach(Loop))
    return;
  const Expr *Range = Loop->getRangeInit();
  Value Container = eval(Range);
  const VarDecl *Var = Loop->getLoopVariable();
  const std::uint32_t Passed = passedElement();
  visitLoop(Loop->getBody(), [&] {
    if (Types.carries(Var->getType())) {
      Value V = element(Container, Var->getType(), Var->getLocation(), Passed);
      // A loop variable that is no reference is another object.
      if (Types.edgeKind(Var->getType()) == EdgeKind::Value)
        V = copy(V, Var->getLocation());
      Env[Var] = {V, {}};
      if (Var->getType()->isReferenceType())
        Env[Var].Referent = Place::element(Container, Passed);
      if (const auto *D = dyn_cast<DecompositionDecl>(Var))
        visitDecomposition(D, V);
    }
    visit(Loop->getBody());
  });
}

void FunctionExtractor::destroyLocals(const CompoundStmt *Block) {
  for (const Stmt *Child : llvm::reverse(Block->body())) {
    const auto *Declared = dyn_cast<DeclStmt>(Child);
    if (!Declared)
      continue;
    for (const Decl *D : Declared->decls()) {
      const auto *Var = dyn_cast<VarDecl>(D);
      auto It = Var ? Env.find(Var) : Env.end();
      if (It == Env.end() || Var->getType()->isReferenceType())
        continue;
      const CXXRecordDecl *R = Var->getType()->getAsCXXRecordDecl();
      const CXXDestructorDecl *Destructor =
          R && Types.classify(Var->getType()) == TypeClass::Record &&
                  R->hasDefinition()
              ? R->getDestructor()
              : nullptr;
      if (Destructor && Destructor->isUserProvided())
        evalUserCall(Destructor, It->second.V, {}, /*Virtual=*/false,
                     Var->getLocation());
    }
  }
}

void FunctionExtractor::visitDecomposition(const DecompositionDecl *D,
                                           Value Whole) {
  for (const BindingDecl *B : D->bindings()) {
    if (!Types.carries(B->getType()))
      continue;
    const auto *Member = dyn_cast_or_null<MemberExpr>(
        B->getBinding() ? B->getBinding()->IgnoreParenImpCasts() : nullptr);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && !isLibraryCode(Field)) {
      Place P = Place::member(Whole, Builder.field(Field));
      Env[B] = {load(P, B->getType(), B->getLocation()), P};
    } else {
      Env[B] = {element(Whole, B->getType(), B->getLocation()),
                Place::element(Whole)};
    }
  }
}

void FunctionExtractor::visitVariable(const VarDecl *Var) {
  const Expr *Init = Var->getInit();
  if (!Types.carries(Var->getType())) {
    if (Init)
      eval(Init);
    return;
  }
  if (Var->isStaticLocal()) {
    if (Init)
      eval(Init);
    return;
  }
  Binding B;
  if (Init && Var->getType()->isReferenceType()) {
    B.Referent = evalPlace(Init);
    if (B.Referent.K == Place::Variable) {
      auto It = Env.find(B.Referent.Var);
      B.V = It == Env.end() ? 0 : It->second.V;
    } else if (B.Referent.K == Place::Member) {
      B.V = load(B.Referent, Var->getType(), Init->getBeginLoc());
    }
    if (!B.V)
      B.V = eval(Init);
  } else if (Init) {
    B.V = isNull(Init) && Types.isHandle(Var->getType())
              ? emit(Op::Null, Init->getBeginLoc())
              : eval(Init);
  }
  if (!B.V)
    B.V = emit(Op::Unknown, Var->getLocation(), label(Var));
  Env[Var] = B;
  if (const auto *D = dyn_cast<DecompositionDecl>(Var))
    visitDecomposition(D, B.V);
}

} // namespace heapwise::facts
