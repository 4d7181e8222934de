//===-- ExtractPlaces.cpp - What can be assigned to -----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionExtractor.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::facts {

Value FunctionExtractor::reference(Place P, SourceLocation Loc) {
  if (P.K != Place::Member || !P.Base)
    return 0;
  if (P.Field == Facts::CellField)
    return P.Base;
  Instr Slot;
  Slot.Opcode = Op::Slot;
  Slot.A = P.Base;
  Slot.Sym = P.Field;
  Slot.Index = P.Element;
  // Whatever element it is, it is the same one in each use.
  if (P.Field == Facts::ElementField && !P.Element)
    Slot.Index = ++LastElement;
  return emit(std::move(Slot), Loc);
}

Value FunctionExtractor::cell(const Expr *E, Place P) {
  if (Value V = reference(P, E->getBeginLoc()))
    return V;
  Value V = emit(Op::New, E->getBeginLoc());
  store(Place::member(V, Facts::CellField), eval(E),
        Types.edgeKind(E->getType()), E->getBeginLoc());
  return V;
}

Value FunctionExtractor::evalInitializer(const FieldDecl *Field,
                                         const Expr *Init) {
  if (Field->getType()->isReferenceType() && isSlotType(Field->getType()))
    return reference(evalPlace(Init), Init->getBeginLoc());
  return eval(Init);
}

Place FunctionExtractor::memberPlace(Value Base, const FieldDecl *Field,
                                     SourceLocation Loc) {
  if (isLibraryCode(Field))
    return Place::element(Base);
  Place P = Place::member(Base, Builder.field(Field));
  if (Field->getType()->isReferenceType() && isSlotType(Field->getType()))
    return Place::member(load(P, EdgeKind::Raw, Loc), Facts::CellField);
  return P;
}

Place FunctionExtractor::evalObjectPlace(const Expr *Object) {
  if (Object->getType()->isPointerType())
    return Place::member(eval(Object), Facts::CellField);
  return evalPlace(Object);
}

Place FunctionExtractor::evalPlace(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    return evalPlace(Cleanups->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return evalPlace(Temporary->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const ValueDecl *Var = Ref->getDecl();
    auto It = Env.find(Var);
    if (It != Env.end() && It->second.Referent.K != Place::None)
      return It->second.Referent;
    if (const auto *Variable = dyn_cast<VarDecl>(Var))
      if (Variable->hasGlobalStorage())
        return {Place::Global, Var, 0, 0};
    return {Place::Variable, Var, 0, 0};
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field) {
      if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return {Place::Global, Static, 0, 0};
      return {};
    }
    return memberPlace(eval(Member->getBase()), Field, E->getBeginLoc());
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    eval(Subscript->getIdx());
    return Place::element(eval(Subscript->getBase()),
                          elementNumber(Subscript->getIdx()));
  }
  if (const auto *Deref = dyn_cast<UnaryOperator>(E))
    if (Deref->getOpcode() == UO_Deref &&
        Types.classify(E->getType()) != TypeClass::Record)
      return Place::member(eval(Deref->getSubExpr()), Facts::CellField);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E)) {
    const Expr *Object = Call->getArg(0)->IgnoreParenImpCasts();
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Call->getOperator() == OO_Subscript && Callee &&
        (isLibraryCode(Callee) ||
         Types.classify(Object->getType()) == TypeClass::Container)) {
      eval(Call->getArg(1));
      return Place::element(eval(Object), elementNumber(Call->getArg(1)));
    }
    if (Call->getOperator() == OO_Star && Types.isHandle(Object->getType()) &&
        Types.classify(E->getType()) != TypeClass::Record)
      return Place::member(eval(Object), Facts::CellField);
    return evalReferencePlace(Call);
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    if (M && M->getIdentifier() && isLibraryCode(M) &&
        Call->getType().getNonReferenceType() == Call->getType() &&
        E->isLValue() && yieldsElement(M->getName())) {
      Value Container = eval(Call->getImplicitObjectArgument());
      if (Call->getNumArgs() == 1)
        return Place::element(Container, elementNumber(Call->getArg(0)));
      return Place::element(Container, elementNumber(M->getName()));
    }
    return evalReferencePlace(Call);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (libraryFunction(Call->getDirectCallee()) == LibraryFunction::Identity &&
        Call->getNumArgs() == 1)
      return evalPlace(Call->getArg(0));
    return evalReferencePlace(Call);
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return evalPlace(Cast->getSubExpr());
  return {};
}

/// The handle that a function of the user returns by reference.
Place FunctionExtractor::evalReferencePlace(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || !isSlotType(Callee->getReturnType()))
    return {};
  const Instr &Read = Out.Body[eval(Call)];
  if (Read.Opcode != Op::Load)
    return {};
  return Place::member(Read.A, Read.Sym, Read.Index);
}

bool FunctionExtractor::isNull(const Expr *E) {
  if (!E) // a flexible array member has no initialiser
    return true;
  E = E->IgnoreUnlessSpelledInSource();
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return isNull(Default->getExpr());
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr, CXXScalarValueInitExpr,
          ImplicitValueInitExpr>(E))
    return true;
  if (const auto *Zero = dyn_cast<IntegerLiteral>(E))
    return Zero->getValue() == 0;
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return isNull(List->getSubExpr());
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    return isNull(Cast->getSubExpr());
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    switch (Types.classify(Construct->getType())) {
    case TypeClass::Record:
    case TypeClass::Plain:
      return false;
    default:
      break;
    }
    return Construct->getNumArgs() == 0 ||
           isa<CXXDefaultArgExpr>(Construct->getArg(0)) ||
           isNull(Construct->getArg(0));
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (Ref->getDecl()->getIdentifier() &&
        (Ref->getDecl()->getName() == "nullopt"))
      return true;
  return false;
}

bool FunctionExtractor::isEmptyRecord(const Expr *E) {
  E = E->IgnoreUnlessSpelledInSource();
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    return isEmptyRecord(Cast->getSubExpr());
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return llvm::all_of(List->inits(), [&](const Expr *Init) {
      return isa_and_nonnull<CXXDefaultInitExpr>(Init) || isNull(Init) ||
             isEmptyRecord(Init);
    });
  if (isa<CXXScalarValueInitExpr, ImplicitValueInitExpr>(E))
    return true;
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  if (!Construct)
    return false;
  if (Construct->getNumArgs() == 1 &&
      Construct->getConstructor()->isCopyOrMoveConstructor())
    return isEmptyRecord(Construct->getArg(0));
  return Construct->getConstructor()->isDefaultConstructor();
}

void FunctionExtractor::resetMembers(Value Object, const CXXRecordDecl *R,
                                     SourceLocation Loc, unsigned Depth) {
  if (!Object || !R || !R->hasDefinition() || Depth > 3)
    return;
  R = R->getDefinition();
  for (const CXXBaseSpecifier &Base : R->bases())
    resetMembers(Object, Base.getType()->getAsCXXRecordDecl(), Loc, Depth + 1);
  for (const FieldDecl *Member : R->fields()) {
    if (!isOwning(Types.edgeKind(Member->getType())))
      continue;
    Place P = Place::member(Object, Builder.field(Member));
    if (Types.classify(Member->getType()) == TypeClass::Record)
      resetMembers(load(P, EdgeKind::Value, Loc),
                   Member->getType()->getAsCXXRecordDecl(), Loc, Depth + 1);
    else
      reset(P, ResetKind::Clear, Loc);
  }
}

Value FunctionExtractor::assign(Place To, QualType ToType, const Expr *From,
                                SourceLocation Loc) {
  EdgeKind Kind = Types.edgeKind(ToType.getNonReferenceType());
  // What std::any holds is known where it is put there.
  if (Kind == EdgeKind::Value &&
      Types.classify(ToType.getNonReferenceType()) == TypeClass::Transparent)
    Kind = Types.edgeKind(From->getType().getNonReferenceType());
  if (isNull(From)) {
    Value Null = emit(Op::Null, Loc);
    if (To.K == Place::Variable)
      Env[To.Var] = {Null, {}};
    else
      reset(To, ResetKind::Null, Loc);
    return Null;
  }
  Value V = eval(From);
  if (To.K == Place::Variable) {
    if (!V && Env.count(To.Var))
      V = emit(Op::Unknown, Loc, label(To.Var));
    if (V)
      Env[To.Var].V = V;
  } else if (To.K == Place::Member) {
    store(To, V, Kind, Loc);
  }
  return V;
}

Value FunctionExtractor::evalVariable(const ValueDecl *Var,
                                      SourceLocation Loc) {
  auto It = Env.find(Var);
  if (It != Env.end()) {
    const Place &P = It->second.Referent;
    // The content of a place passed by reference is read when it is used.
    if (P.K == Place::Member && P.Field != Facts::ElementField)
      return load(P, Var->getType(), Loc);
    return It->second.V;
  }
  const auto *Variable = dyn_cast<VarDecl>(Var);
  if (!Variable || !Types.carries(Var->getType()))
    return 0;
  if (!Variable->hasGlobalStorage()) {
    Value V = emit(Op::Unknown, Loc, label(Var));
    Env[Var] = {V, {}};
    return V;
  }
  Instr I;
  I.Opcode = Op::Global;
  I.Sym = Builder.usr(Variable);
  I.Label = label(Variable);
  return emit(std::move(I), Loc);
}

Value FunctionExtractor::evalMember(const MemberExpr *Member) {
  const ValueDecl *D = Member->getMemberDecl();
  if (const auto *Static = dyn_cast<VarDecl>(D))
    return evalVariable(Static, Member->getMemberLoc());
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field) {
    eval(Member->getBase());
    return 0;
  }
  Value Base = eval(Member->getBase());
  if (!Base || !Types.carries(Field->getType()))
    return 0;
  if (isLibraryCode(Field)) {
    // The members of a pair: each an element of its own.
    Value &V = PairMembers[{Base, Field}];
    const EdgeKind Kind = Types.edgeKind(Field->getType());
    if (!V)
      V = load(Place::element(Base), Kind, Member->getMemberLoc());
    return V;
  }
  return load(memberPlace(Base, Field, Member->getMemberLoc()),
              Field->getType(), Member->getMemberLoc());
}

} // namespace heapwise::facts
