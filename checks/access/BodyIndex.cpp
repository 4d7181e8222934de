//===-- BodyIndex.cpp - A function's body with parents and order ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BodyIndex.h"

using namespace clang;

namespace heapwise::access {

bool isLoop(const Stmt *S) {
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
}

BodyIndex::BodyIndex(const FunctionDecl &F) : Function(F) {
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (Init->isWritten())
        walk(Init->getInit(), nullptr);
  walk(F.getBody(), nullptr);
}

void BodyIndex::walk(const Stmt *S, const Stmt *Parent) {
  if (!S)
    return;
  // An expression may hang below two others (an opaque value, the two forms of
  // an initialiser list); the first place counts.
  const auto [It, IsNew] = Places.try_emplace(S, Place{Parent, ++Counter, 0});
  if (!IsNew)
    return;
  Order.push_back(S);
  enter(S);
  for (const Stmt *Child : S->children())
    walk(Child, S);
  Places[S].End = ++Counter;
}

void BodyIndex::enter(const Stmt *S) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    References[cast<ValueDecl>(Ref->getDecl())].push_back(Ref);
  } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        enterVariable(V, S);
  } else if (const auto *Loop = dyn_cast<CXXForRangeStmt>(S)) {
    RangeLoops[Loop->getLoopVariable()] = Loop;
  } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const LambdaCapture &C : Lambda->captures())
      if (C.capturesVariable() && Lambda->isInitCapture(&C))
        if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()))
          enterVariable(V, S);
  } else if (const auto *Handler = dyn_cast<CXXCatchStmt>(S)) {
    if (const VarDecl *V = Handler->getExceptionDecl())
      Declarations[V] = S;
  } else if (isa<GotoStmt, IndirectGotoStmt, CoroutineBodyStmt, CoawaitExpr,
                 CoyieldExpr, DependentCoawaitExpr>(S)) {
    Unordered = true;
  }
}

void BodyIndex::enterVariable(const VarDecl *V, const Stmt *At) {
  Declarations[V] = At;
  if (const Expr *Init = V->getInit())
    Initialised[Init] = V;
}

const Stmt *BodyIndex::parent(const Stmt *S) const {
  const auto It = Places.find(S);
  return It == Places.end() ? nullptr : It->second.Parent;
}

unsigned BodyIndex::begin(const Stmt *S) const {
  const auto It = Places.find(S);
  return It == Places.end() ? 0 : It->second.Begin;
}

unsigned BodyIndex::end(const Stmt *S) const {
  const auto It = Places.find(S);
  return It == Places.end() ? 0 : It->second.End;
}

ArrayRef<const DeclRefExpr *> BodyIndex::references(const ValueDecl *D) const {
  const auto It = References.find(D);
  return It == References.end() ? ArrayRef<const DeclRefExpr *>() : It->second;
}

const Stmt *BodyIndex::scope(const VarDecl *V) const {
  const Stmt *At = declaration(V);
  if (!At) {
    // A parameter, of the function or of one of its lambdas.
    const auto *Of = dyn_cast<CXXMethodDecl>(V->getDeclContext());
    return Of && Of->getParent()->isLambda() && Of->getBody()
               ? Of->getBody()
               : Function.getBody();
  }
  if (const Stmt *Parent = parent(At))
    return Parent;
  return Function.getBody();
}

const Stmt *BodyIndex::fullExpression(const Stmt *S) const {
  for (const Stmt *P = parent(S); P && isa<Expr>(P); P = parent(P)) {
    const auto *Lambda = dyn_cast<LambdaExpr>(P);
    if (Lambda && contains(Lambda->getBody(), S))
      break;
    S = P;
  }
  return S;
}

const Stmt *BodyIndex::enclosingLoop(const Stmt *S) const {
  for (const Stmt *P = parent(S); P; P = parent(P)) {
    if (isa<LambdaExpr>(P))
      return nullptr;
    if (isLoop(P))
      return P;
  }
  return nullptr;
}

bool isRunOnce(const BodyIndex &Index, const Stmt *Loop, const Stmt *S) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    return Index.contains(Range->getRangeStmt(), S);
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getInit() && Index.contains(For->getInit(), S);
  return false;
}

unsigned loopDepth(const BodyIndex &Index, const Stmt *S) {
  unsigned Depth = 0;
  for (const Stmt *Loop = Index.enclosingLoop(S); Loop;
       Loop = Index.enclosingLoop(Loop))
    if (!isRunOnce(Index, Loop, S))
      ++Depth;
  return Depth;
}

} // namespace heapwise::access
