//===-- HandleFlow.cpp - Where the handle of a new object goes ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HandleFlow.h"
#include "ContainerShape.h"

#include "facts/LibraryModel.h"
#include "facts/TypeModel.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace heapwise::layout {

using facts::libraryFunction;
using facts::LibraryFunction;

static bool isSmartHandle(QualType T) {
  const CXXRecordDecl *R =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->getIdentifier() && R->getName().ends_with_insensitive("ptr") &&
         facts::isLibraryCode(R);
}

bool isHandle(QualType T) {
  return !T.isNull() &&
         (T.getNonReferenceType()->isPointerType() || isSmartHandle(T));
}

/// The class that \p Handle leads to, or null.
static const CXXRecordDecl *classBehind(QualType Handle) {
  Handle = Handle.getNonReferenceType();
  const QualType T = Handle->isPointerType() ? Handle->getPointeeType()
                                             : typeArgument(Handle, 0);
  const CXXRecordDecl *R = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
  return R ? R->getDefinition() : nullptr;
}

const Expr *handedOn(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreImplicit()->IgnoreParenCasts();
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Inner);
        Made && Made->getNumArgs() && isSmartHandle(Made->getType()))
      Inner = Made->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(Inner);
             Call && Call->getNumArgs()) {
      const LibraryFunction Is = libraryFunction(Call->getDirectCallee());
      if (Is == LibraryFunction::Move || Is == LibraryFunction::Identity)
        Inner = Call->getArg(0);
    }
    if (Inner == E)
      break;
    E = Inner;
  }
  return E;
}

bool makesObject(const Expr *E) {
  if (isa_and_nonnull<CXXNewExpr>(E))
    return true;
  const auto *Call = dyn_cast_or_null<CallExpr>(E);
  const LibraryFunction Is =
      Call ? libraryFunction(Call->getDirectCallee()) : LibraryFunction::None;
  return Is == LibraryFunction::Make ||
         Is == LibraryFunction::MakeWithAllocator;
}

//===----------------------------------------------------------------------===//
// Collection
//===----------------------------------------------------------------------===//

/// True if a std::move() is on the way to what \p E hands on.
static bool isMoved(const Expr *E) {
  E = E->IgnoreImplicit()->IgnoreParenCasts();
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() && isMoved(Made->getArg(0));
  const auto *Call = dyn_cast<CallExpr>(E);
  return Call &&
         libraryFunction(Call->getDirectCallee()) == LibraryFunction::Move;
}

void HandleFlow::sink(const Expr *Value, Sink To) {
  if (!Value || !isHandle(Value->getType()))
    return;
  To.Moved = isMoved(Value);
  if (const Expr *From = handedOn(Value))
    Sinks[From] = To;
}

/// A member of `this`, or a variable.
static const ValueDecl *placeOf(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts())
               ? M->getMemberDecl()
               : nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref && !Ref->getDecl()->getType()->isReferenceType() ? Ref->getDecl()
                                                              : nullptr;
}

static bool isLocalPlace(const ValueDecl *D) {
  const auto *V = dyn_cast<VarDecl>(D);
  return V && V->hasLocalStorage();
}

void HandleFlow::assign(const Expr *To, const Expr *Value) {
  const ValueDecl *D = placeOf(To);
  if (!D)
    return; // an element, or a member of another object
  noteReach(To);
  Sink S;
  S.To = isLocalPlace(D) ? Sink::Variable : Sink::Place;
  S.D = D;
  for (const auto &Asked : Branches)
    S.Guarded |= llvm::is_contained(Asked, D);
  const auto *V = dyn_cast<VarDecl>(D);
  const Expr *First = V && V->getInit() ? handedOn(V->getInit()) : nullptr;
  S.Fallback = S.Guarded && S.To == Sink::Variable &&
               isa_and_nonnull<CallExpr>(First) && !makesObject(First);
  sink(Value, S);
}

void HandleFlow::noteVariable(const VarDecl *V) {
  Sink S;
  S.To = V->hasLocalStorage() ? Sink::Variable : Sink::Nowhere;
  S.D = V;
  sink(V->getInit(), S);
}

void HandleFlow::noteInitializer(const CXXCtorInitializer *Init) {
  if (!Init->isMemberInitializer())
    return;
  Sink S;
  S.To = Sink::Place;
  S.D = Init->getMember();
  S.Guarded = true; // once an object
  sink(Init->getInit(), S);
}

void HandleFlow::noteArguments(const FunctionDecl *Callee,
                               llvm::ArrayRef<const Expr *> Args) {
  for (unsigned I = 0; I < Args.size(); ++I) {
    Sink S;
    S.To = Sink::Argument;
    S.Callee = Callee;
    S.Index = I;
    sink(Args[I], S);
  }
}

void HandleFlow::noteConstruction(const CXXConstructExpr *E) {
  const CXXConstructorDecl *C = E->getConstructor();
  if (!facts::isLibraryCode(C))
    noteArguments(C, llvm::ArrayRef(E->getArgs(), E->getNumArgs()));
}

void HandleFlow::noteCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  llvm::ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  if (!Callee) {
    for (const Expr *Arg : Args)
      sink(Arg, {Sink::Hidden});
    return;
  }
  const auto *OnObject = dyn_cast<CXXOperatorCallExpr>(Call);
  if (!facts::isLibraryCode(Callee))
    return noteArguments(Callee, OnObject && isa<CXXMethodDecl>(Callee)
                                     ? Args.drop_front()
                                     : Args);
  if (OnObject && !Args.empty()) {
    const OverloadedOperatorKind Op = OnObject->getOperator();
    if (Op == OO_Equal && Args.size() == 2 && isSmartHandle(Args[0]->getType()))
      assign(Args[0], Args[1]);
    else if (Op == OO_Call) // std::function
      noteArguments(Callee, Args.drop_front());
    else if (Op == OO_EqualEqual || Op == OO_ExclaimEqual)
      for (const Expr *Arg : Args)
        noteReach(Arg);
    return;
  }
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const Expr *Object = Member ? Member->getImplicitObjectArgument() : nullptr;
  if (!Object || !Callee->getIdentifier() || !isSmartHandle(Object->getType()))
    return;
  if (Callee->getName() == "reset") {
    noteReach(Object);
    if (!Args.empty())
      assign(Object, Args[0]);
  } else if (Callee->getName() == "get") {
    noteReach(Object);
  }
}

void HandleFlow::noteBinary(const BinaryOperator *Op) {
  if (Op->getOpcode() == BO_Assign) {
    assign(Op->getLHS(), Op->getRHS());
  } else if (Op->isEqualityOp()) {
    noteReach(Op->getLHS());
    noteReach(Op->getRHS());
  }
}

void HandleFlow::noteReturn(const ReturnStmt *Return) {
  sink(Return->getRetValue(), {Sink::Result});
}

void HandleFlow::noteMention(const Expr *E, const ValueDecl *D) {
  if (!isHandle(D->getType()))
    return;
  Mentions[D].push_back(E);
  if (llvm::any_of(Branches, [D](const auto &Asked) {
        return llvm::is_contained(Asked, D);
      }))
    InBranch.insert(E);
}

void HandleFlow::noteReach(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (isa<DeclRefExpr, MemberExpr>(E))
    Reached.insert(E);
}

static void membersIn(const Stmt *S,
                      llvm::SmallVectorImpl<const ValueDecl *> &Out) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S))
    if (const ValueDecl *D = placeOf(E); D && isHandle(D->getType()))
      Out.push_back(D);
  for (const Stmt *Child : S->children())
    membersIn(Child, Out);
}

void HandleFlow::enterBranch(const Expr *Cond) {
  membersIn(Cond, Branches.emplace_back());
}

//===----------------------------------------------------------------------===//
// Judgement
//===----------------------------------------------------------------------===//

/// True if objects of \p R can hang on each other: what a variable lets go of
/// may live on behind the new object.
static bool linksToItself(const CXXRecordDecl *R) {
  llvm::SmallVector<const CXXRecordDecl *, 4> Parts = {R};
  for (std::size_t I = 0; I < Parts.size() && I < 16; ++I) {
    for (const FieldDecl *F : Parts[I]->fields())
      if (isHandle(F->getType()))
        if (const CXXRecordDecl *To = classBehind(F->getType()))
          if (To == R || R->isDerivedFrom(To) ||
              (To->hasDefinition() && To->isDerivedFrom(R)))
            return true;
    for (const CXXBaseSpecifier &B : Parts[I]->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          Base && Base->hasDefinition())
        Parts.push_back(Base->getDefinition());
  }
  return false;
}

/// Nothing can be taken out of a `const std::unique_ptr &`.
static bool onlyLends(QualType Param) {
  return Param->isReferenceType() &&
         Param->getPointeeType().isConstQualified() &&
         stdName(Param->getPointeeType()->getAsCXXRecordDecl()) == "unique_ptr";
}

HandleFlow::Fate HandleFlow::fateOfArgument(const Sink &To,
                                            QualType Made) const {
  if (To.Index >= To.Callee->getNumParams())
    return {Fate::Unknown};
  if (onlyLends(To.Callee->getParamDecl(To.Index)->getType()))
    return {Fate::Dropped};
  const FunctionDecl *Body = nullptr;
  const auto *M = dyn_cast<CXXMethodDecl>(To.Callee);
  if ((M && M->isVirtual()) || facts::isLibraryCode(To.Callee) ||
      !To.Callee->hasBody(Body) || To.Index >= Body->getNumParams())
    return {Fate::Unknown};
  const ParmVarDecl *Param = Body->getParamDecl(To.Index);
  if (!Open.insert(Param).second)
    return {Fate::Kept};
  Fate F = fateOfMentions(Param, Made);
  Open.erase(Param);
  if (F.Is == Fate::Returned)
    F.Is = Fate::Kept;
  return F;
}

/// The fate of what is in \p D, by all that is done with \p D.
HandleFlow::Fate HandleFlow::fateOfMentions(const ValueDecl *D,
                                            QualType Made) const {
  Fate Result{Fate::Dropped};
  auto It = Mentions.find(D);
  if (It == Mentions.end())
    return Result;
  for (const Expr *E : It->second) {
    if (Reached.contains(E))
      continue;
    auto To = Sinks.find(E);
    if (To == Sinks.end())
      return {Fate::Kept};
    // A getter of a member lends what the member has.
    if (!isLocalPlace(D) && To->second.To == Sink::Result && !To->second.Moved)
      continue;
    const Fate F = fateOf(To->second, Made);
    if (F.Is == Fate::Dropped)
      continue;
    if (Result.Is != Fate::Dropped && F.Is != Result.Is)
      return {Fate::Kept};
    Result = F;
  }
  return Result;
}

/// True if the object stands in for one of a class derived from its own that
/// somebody else did not make: the others are what there may be many of. An
/// object that is made because a search did not find it is put away in the same
/// branch.
bool HandleFlow::isException(const Sink &To, QualType Made) const {
  const CXXRecordDecl *R = To.Fallback ? classBehind(Made) : nullptr;
  if (!R || !R->isPolymorphic())
    return false;
  auto It = Mentions.find(To.D);
  return It == Mentions.end() ||
         llvm::all_of(It->second, [this](const Expr *E) {
           return Reached.contains(E) || !InBranch.contains(E);
         });
}

HandleFlow::Fate HandleFlow::fateOf(const Sink &To, QualType Made) const {
  switch (To.To) {
  case Sink::Nowhere:
    return {Fate::Dropped};
  case Sink::Hidden:
    return {Fate::Unknown};
  case Sink::Result:
    return {Fate::Returned};
  case Sink::Argument:
    return fateOfArgument(To, Made);
  case Sink::Variable:
    if (isException(To, Made))
      return {Fate::Dropped};
    break;
  case Sink::Place:
    break;
  }
  if (!Open.insert(To.D).second)
    return {Fate::Dropped}; // `p = p`
  Fate F = fateOfMentions(To.D, Made);
  Open.erase(To.D);
  if (To.To == Sink::Variable)
    return F;
  const CXXRecordDecl *R = classBehind(Made);
  if (!R || linksToItself(R))
    return {Fate::Kept};
  if (F.Is != Fate::Dropped && !To.Guarded)
    return {F.Is == Fate::Unknown ? Fate::Unknown : Fate::Kept};
  const auto *Field = dyn_cast<FieldDecl>(To.D);
  return {Fate::Replaced, Field ? Field->getParent() : nullptr};
}

HandleFlow::Fate HandleFlow::fateOf(const Expr *Made) const {
  auto It = Sinks.find(Made);
  return It == Sinks.end() ? Fate{Fate::Kept}
                           : fateOf(It->second, Made->getType());
}

} // namespace heapwise::layout
