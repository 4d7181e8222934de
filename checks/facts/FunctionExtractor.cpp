//===-- FunctionExtractor.cpp - Functions, and what they emit -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionExtractor.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::facts {

/// Bounds the work per index expression.
constexpr std::size_t MaxElementNumbers = 64;

Value FunctionExtractor::emit(Instr I, SourceLocation Loc) {
  if (isFull())
    return 0;
  I.Path = CurrentPath;
  I.Statement = Statement;
  if (Loc.isValid())
    I.Loc = Builder.location(Loc);
  Out.Body.push_back(std::move(I));
  return static_cast<Value>(Out.Body.size() - 1);
}

Value FunctionExtractor::emit(Op Opcode, SourceLocation Loc, Symbol Label) {
  Instr I;
  I.Opcode = Opcode;
  I.Label = Label;
  return emit(std::move(I), Loc);
}

Symbol FunctionExtractor::label(const NamedDecl *D) {
  return D->getIdentifier() ? Builder.intern(D->getName()) : 0;
}

Value FunctionExtractor::choice(ArrayRef<Value> Values, SourceLocation Loc,
                                Symbol Label) {
  Instr Phi;
  Phi.Opcode = Op::Phi;
  Phi.Args.append(Values.begin(), Values.end());
  Phi.Label = Label;
  return emit(std::move(Phi), Loc);
}

void FunctionExtractor::store(Place To, Value V, EdgeKind Kind,
                              SourceLocation Loc, Symbol Label) {
  if (Kind == EdgeKind::None || V == 0 || To.Base == 0)
    return;
  Instr I;
  I.Opcode = Op::Store;
  I.Kind = Kind;
  I.A = To.Base;
  I.Sym = To.Field;
  I.B = V;
  I.Label = Label;
  I.Index = To.Element;
  emit(std::move(I), Loc);
}

void FunctionExtractor::reset(Place P, ResetKind How, SourceLocation Loc,
                              Value Moved) {
  Instr I;
  I.Opcode = Op::Reset;
  I.How = How;
  I.B = Moved;
  if (P.K == Place::Member) {
    if (!P.Base)
      return;
    I.A = P.Base;
    I.Sym = P.Field;
  } else if (P.K == Place::Global) {
    Instr G;
    G.Opcode = Op::Global;
    G.Sym = Builder.usr(P.Var);
    G.Label = label(P.Var);
    I.A = emit(std::move(G), Loc);
    I.Sym = Facts::CellField;
  } else {
    return;
  }
  emit(std::move(I), Loc);
}

Value FunctionExtractor::load(Place P, EdgeKind Kind, SourceLocation Loc) {
  if (P.K != Place::Member || !P.Base || !P.Field)
    return 0;
  Instr I;
  I.Opcode = Op::Load;
  I.Kind = Kind;
  I.A = P.Base;
  I.Sym = P.Field;
  I.Index = P.Element;
  return emit(std::move(I), Loc);
}

Value FunctionExtractor::load(Place P, QualType T, SourceLocation Loc) {
  // A member says itself how it holds its object: a reference does not own.
  if (P.K == Place::Member && P.Field && !Facts::isPseudoField(P.Field))
    if (const Field *Member = Builder.Result.field(P.Field))
      return load(P, Member->Kind, Loc);
  return load(
      P, T.isNull() ? EdgeKind::Value : Types.edgeKind(T.getNonReferenceType()),
      Loc);
}

Value FunctionExtractor::nextElement(const ValueDecl *Iterator,
                                     SourceLocation Loc) {
  auto It = Env.find(Iterator);
  const CXXRecordDecl *R =
      Iterator->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (It == Env.end() || !R || !isLibraryCode(R) ||
      Types.classify(Iterator->getType().getNonReferenceType()) !=
          TypeClass::Pointer)
    return 0;
  const Instr &Current = Out.Body[It->second.V];
  if (Current.Opcode != Op::Load || Current.Sym != Facts::ElementField)
    return 0;
  return load(Place::element(Current.A), Current.Kind, Loc);
}

std::uint32_t
FunctionExtractor::elementNumber(const llvm::FoldingSetNodeID &Position) {
  for (const auto &[Known, Number] : ElementNumbers)
    if (Known == Position)
      return Number;
  if (ElementNumbers.size() >= MaxElementNumbers)
    forgetElements();
  ElementNumbers.push_back({Position, ++LastElement});
  return LastElement;
}

std::uint32_t FunctionExtractor::elementNumber(StringRef Method) {
  llvm::FoldingSetNodeID Id;
  Id.AddString(Method);
  return elementNumber(Id);
}

/// True for an expression whose value only depends on local variables.
static bool isLocalIndex(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (isa<IntegerLiteral, StringLiteral, CharacterLiteral>(E))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (isa<EnumConstantDecl>(Ref->getDecl()))
      return true;
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    QualType T = Ref->getType();
    return Var && Var->hasLocalStorage() &&
           (T->isScalarType() || T.isConstQualified());
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return (Binary->isAdditiveOp() || Binary->isMultiplicativeOp()) &&
           isLocalIndex(Binary->getLHS()) && isLocalIndex(Binary->getRHS());
  return false;
}

std::uint32_t FunctionExtractor::elementNumber(const Expr *Index) {
  Index = Index->IgnoreParenImpCasts();
  if (!isLocalIndex(Index))
    return 0;
  llvm::FoldingSetNodeID Id;
  Index->Profile(Id, Builder.Context, /*Canonical=*/true);
  return elementNumber(Id);
}

Value FunctionExtractor::copy(Value Source, SourceLocation Loc) {
  if (!Source)
    return 0;
  Instr I;
  I.Opcode = Op::Copy;
  I.A = Source;
  return emit(std::move(I), Loc);
}

//===----------------------------------------------------------------------===//
// Functions and statements
//===----------------------------------------------------------------------===//

void FunctionExtractor::run() {
  Out.Usr = Builder.usr(F);
  if (!Out.Usr)
    return;
  Out.Name = Builder.intern(F->getNameAsString());
  Out.Loc = Builder.location(F->getLocation());
  Out.Constructor = isa<CXXConstructorDecl>(F);
  Out.Destructor = isa<CXXDestructorDecl>(F);
  Out.Paths.push_back({});
  emit(Op::Unknown, {});

  if (const auto *Method = dyn_cast<CXXMethodDecl>(F)) {
    Out.Record = Builder.record(Method->getParent());
    for (const CXXMethodDecl *Overridden : Method->overridden_methods())
      Out.Overrides.push_back(Builder.usr(Overridden));
    if (Method->isInstance()) {
      ThisValue = emit(Op::This, F->getLocation());
      Out.Body[ThisValue].Sym = Out.Record;
    }
  }
  for (const auto &[Index, Param] : llvm::enumerate(F->parameters())) {
    if (!Types.carries(Param->getType()))
      continue;
    Value V = emit(Op::Param, Param->getLocation(), label(Param));
    Out.Body[V].Index = static_cast<std::uint32_t>(Index);
    Binding &B = Env[Param];
    B.V = V;
    if (Param->getType()->isReferenceType() && isSlotType(Param->getType()))
      B.Referent = Place::member(V, Facts::CellField);
  }
  const std::size_t Preamble = Out.Body.size();

  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(F))
    bindConstructor(Constructor);
  visit(F->getBody());

  // A body that does nothing to any object still tells that it exists.
  if (llvm::none_of(Out.Body, [](const Instr &I) {
        return I.Opcode == Op::Store || I.Opcode == Op::Reset ||
               I.Opcode == Op::Call || I.Opcode == Op::Return ||
               I.Opcode == Op::Delete;
      }))
    Out.Body.resize(Preamble);
  Builder.Result.add(std::move(Out));
}

void FunctionExtractor::bindConstructor(const CXXConstructorDecl *Constructor) {
  for (const CXXCtorInitializer *Init : Constructor->inits()) {
    ++Statement;
    const Expr *E = Init->getInit();
    if (!E)
      continue;
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
      E = Default->getExpr();
    if (const FieldDecl *Member = Init->getAnyMember()) {
      EdgeKind Kind = Types.edgeKind(Member->getType());
      if (Kind == EdgeKind::None) {
        eval(E);
        continue;
      }
      // Emptiness is how a member starts, it is not a reset.
      if (!isNull(E))
        store(Place::member(ThisValue, Builder.field(Member)),
              evalInitializer(Member, E), Kind,
              Init->isWritten() ? Init->getSourceLocation()
                                : Member->getLocation());
      continue;
    }
    // A base or delegate constructor works on this very object.
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E->IgnoreImplicit()))
      evalUserCall(
          Construct->getConstructor(), ThisValue,
          llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()),
          /*Virtual=*/false, Init->getSourceLocation());
    else
      eval(E);
  }
}

void extractFunction(FactsBuilder &Builder, const FunctionDecl *F) {
  FunctionExtractor(Builder, F).run();
}

} // namespace heapwise::facts
