//===-- ContainerBody.cpp - What a function does to containers ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerBody.h"

#include "ContainerConditions.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

/// Generated code can be arbitrarily large; no cache is filled in it.
constexpr std::size_t MaxEvents = 5000;

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
  E.Forever = EndlessLoops != 0;
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

/// Puts that \p E is one of a few constants on the stack.
unsigned BodyWalk::enterOneOf(const Expr *E) {
  if (E->isTypeDependent())
    return 0;
  Condition C;
  C.Kind = Condition::Test::OneOf;
  C.Limit = Refs.datum(E);
  Under.push_back(static_cast<std::uint32_t>(Fact.Conditions.size()));
  Fact.Conditions.push_back(std::move(C));
  return 1;
}

const ValueDecl *numberOf(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasGlobalStorage() ? V : nullptr;
}

void BodyWalk::noteLimit(const ValueDecl *D, const Expr *From,
                         SourceLocation Loc) {
  const QualType T = D->getType();
  if (!T->isIntegerType())
    return;
  // What other units can name, they can set.
  const auto *Owner = dyn_cast<CXXRecordDecl>(D->getDeclContext());
  const bool Flag = T->isBooleanType();
  if (isa<VarDecl>(D)
          ? !isClosed(D)
          : Flag && Owner && D->getAccess() == AS_public && !isClosed(Owner))
    return;
  ContainerEvent *E = emit(Action::Limit, {}, "", Loc);
  if (!E)
    return;
  E->What = Unit.Builder.usr(D);
  E->Key.From = Origin::Input;
  if (From)
    E->Key = Refs.datum(From, false);
}

/// Notes that a number may become any other: `++n`, `parse(&n)`.
void BodyWalk::noteChange(const Expr *To) {
  if (!To->isLValue() || !To->getType()->isIntegerType())
    return;
  if (const ValueDecl *D = numberOf(To))
    noteLimit(D, nullptr, To->getExprLoc());
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
// Functions
//===----------------------------------------------------------------------===//

void BodyWalk::visitInitializer(const FieldDecl *Field, const Expr *Value,
                                SourceLocation Loc) {
  if (Field && Field->getType()->isIntegerType())
    noteLimit(Field, Value, Loc);
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
    // One that does not compile may be left out, or have no type.
    if (!Value || Value->getType().isNull())
      continue;
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
  // Each program has its own.
  if (Fact.Main)
    Fact.Usr = Unit.Builder.intern((Unit.Builder.Result.str(Fact.Usr) + "@" +
                                    Unit.Builder.Result.str(Fact.Loc.File))
                                       .str());
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
