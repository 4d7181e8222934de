//===-- ExtractObjects.cpp - Objects and closures that are made
//------------===//
//===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Assignments.h"
#include "FunctionExtractor.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace heapwise::facts {

Value FunctionExtractor::evalInitList(const InitListExpr *List) {
  if (const InitListExpr *Semantic = List->getSemanticForm())
    List = Semantic;
  QualType T = List->getType();
  if (!Types.carries(T)) {
    for (const Expr *Init : List->inits())
      eval(Init);
    return 0;
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || Types.classify(T) != TypeClass::Record) {
    if (List->getNumInits() == 1 && Types.isHandle(T))
      return eval(List->getInit(0));
    Value V = emit(Op::New, List->getBeginLoc());
    for (const Expr *Init : List->inits())
      if (Init)
        store(Place::element(V), eval(Init), Types.edgeKind(Init->getType()),
              Init->getBeginLoc());
    return V;
  }
  Value V = emit(Op::New, List->getBeginLoc());
  Out.Body[V].Sym = Builder.record(R);
  Out.Body[V].Label = label(R);
  storeFields(V, R, List->inits());
  return V;
}

void FunctionExtractor::storeFields(Value Object, const CXXRecordDecl *R,
                                    ArrayRef<const Expr *> Inits) {
  for (const Expr *Base : Inits.take_front(R->getNumBases()))
    eval(Base);
  std::size_t Index = R->getNumBases();
  for (const FieldDecl *Field : R->fields()) {
    if (Field->isUnnamedBitField() || Index >= Inits.size())
      continue;
    const Expr *Init = Inits[Index++];
    if (!isNull(Init))
      store(Place::member(Object, Builder.field(Field)),
            evalInitializer(Field, Init), Types.edgeKind(Field->getType()),
            Init->getBeginLoc());
  }
}

/// The argument that a copy or move constructor call copies, or null.
static const Expr *copiedFrom(const CXXConstructExpr *Construct) {
  return Construct->getNumArgs() >= 1 &&
                 Construct->getConstructor()->isCopyOrMoveConstructor()
             ? Construct->getArg(0)
             : nullptr;
}

static bool isEmptyLambda(const Expr *E) {
  const auto *Lambda = dyn_cast<LambdaExpr>(E->IgnoreUnlessSpelledInSource());
  const auto *Body =
      Lambda ? dyn_cast_or_null<CompoundStmt>(Lambda->getBody()) : nullptr;
  return Body && Body->body_empty();
}

Value FunctionExtractor::evalConstruct(const CXXConstructExpr *Construct) {
  QualType T = Construct->getType();
  SourceLocation Loc = Construct->getBeginLoc();
  ArrayRef<const Expr *> Args(Construct->getArgs(), Construct->getNumArgs());
  TypeClass Class = Types.classify(T);
  const Expr *Source = copiedFrom(Construct);
  switch (Class) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    return 0;
  case TypeClass::Pointer:
  case TypeClass::Weak:
  case TypeClass::Unique:
  case TypeClass::Strong: {
    if (isNull(Construct))
      return emit(Op::Null, Loc);
    // A deleter that does nothing: the handle does not own.
    if (Args.size() > 1 && isEmptyLambda(Args[1])) {
      eval(Args[0]);
      return emit(Op::Unknown, Loc);
    }
    Value V = 0;
    for (const Expr *Arg : Args)
      if (Value A = eval(Arg); A && !V)
        V = A;
    return V;
  }
  case TypeClass::Callback:
  case TypeClass::Transparent: {
    if (Args.empty() || isNull(Construct))
      return emit(Op::Null, Loc);
    // thread(f, args...) and async keep their arguments next to the callable.
    const FunctionDecl *Constructor = Construct->getConstructor();
    if (Class == TypeClass::Callback && Args.size() > 1 && !Source &&
        isLibraryCode(Constructor) && !isa<CXXDefaultArgExpr>(Args[1]))
      return makeClosure(Args, Loc);
    return eval(Args[0]);
  }
  case TypeClass::Container: {
    if (Source) {
      Value V = eval(Source);
      return Source->isLValue() ? copy(V, Loc) : V;
    }
    if (!Args.empty() &&
        isa<CXXStdInitializerListExpr>(Args[0]->IgnoreUnlessSpelledInSource()))
      return eval(Args[0]);
    Value V = emit(Op::New, Loc);
    storeElements(V, {}, Args, Loc);
    return V;
  }
  case TypeClass::Record:
    break;
  }
  if (Source) {
    Value V = eval(Source);
    return Source->isLValue() ? copy(V, Loc) : V;
  }
  Value V = emit(Op::New, Loc);
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl()) {
    Out.Body[V].Sym = Builder.record(R);
    Out.Body[V].Label = label(R);
  }
  evalUserCall(Construct->getConstructor(), V, Args, /*Virtual=*/false, Loc);
  return V;
}

/// How well \p Arg initialises a parameter of type \p Param; negative if it
/// does not. Ranks the constructors that make_shared may call, which the AST
/// names only deep inside the library.
static int matchQuality(TypeModel &Types, QualType Param, const Expr *Arg) {
  Param = Param.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  QualType Given = Arg->getType()
                       .getNonReferenceType()
                       .getCanonicalType()
                       .getUnqualifiedType();
  if (Param == Given)
    return 4;
  if (Types.isHandle(Param) && Types.isHandle(Given)) {
    const CXXRecordDecl *P =
        Types.pointeeType(Param).isNull()
            ? nullptr
            : Types.pointeeType(Param)->getAsCXXRecordDecl();
    const CXXRecordDecl *G =
        Types.pointeeType(Given).isNull()
            ? nullptr
            : Types.pointeeType(Given)->getAsCXXRecordDecl();
    if (P && G && P->hasDefinition() && G->hasDefinition() &&
        G->getDefinition()->isDerivedFrom(P->getDefinition()))
      return 3;
    return P && G && P->getCanonicalDecl() == G->getCanonicalDecl() ? 3 : -1;
  }
  if (Param->isArithmeticType() && Given->isArithmeticType())
    return 2;
  if (Given->isNullPtrType())
    return Types.isHandle(Param) || Param->isPointerType() ? 2 : -1;
  if (Param->isRecordType() && Given->isRecordType()) {
    const CXXRecordDecl *P = Param->getAsCXXRecordDecl();
    const CXXRecordDecl *G = Given->getAsCXXRecordDecl();
    if (P && G && P->hasDefinition() && G->hasDefinition() &&
        G->getDefinition()->isDerivedFrom(P->getDefinition()))
      return 3;
    return 0;
  }
  if (Param->isRecordType() != Given->isRecordType())
    return Param->isRecordType() ? 0 : -1;
  return 1;
}

static const CXXConstructorDecl *findConstructor(TypeModel &Types,
                                                 const CXXRecordDecl *R,
                                                 ArrayRef<const Expr *> Args) {
  const CXXConstructorDecl *Best = nullptr;
  int BestQuality = -1;
  auto Consider = [&](const CXXConstructorDecl *C) {
    if (C->isDeleted() || C->getNumParams() < Args.size() ||
        C->getMinRequiredArguments() > Args.size() || C->isDependentContext())
      return;
    int Quality = 0;
    for (const auto &[Param, Arg] : llvm::zip(C->parameters(), Args)) {
      int Q = matchQuality(Types, Param->getType(), Arg);
      if (Q < 0)
        return;
      Quality += Q;
    }
    if (Quality > BestQuality) {
      Best = C;
      BestQuality = Quality;
    }
  };
  for (const Decl *D : R->decls()) {
    if (const auto *Shadow = dyn_cast<ConstructorUsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    if (const auto *C = dyn_cast<CXXConstructorDecl>(D))
      Consider(C);
    else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *S : Template->specializations())
        if (const auto *C = dyn_cast<CXXConstructorDecl>(S))
          Consider(C);
  }
  return Best;
}

Value FunctionExtractor::construct(QualType T, ArrayRef<const Expr *> Args,
                                   SourceLocation Loc) {
  T = T.getNonReferenceType();
  switch (Types.classify(T)) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    // A shared int is still an object that a handle can lead to.
    return emit(Op::New, Loc);
  case TypeClass::Record:
    break;
  case TypeClass::Callback: {
    // make_shared<function<...>>(closure) is a cell with a closure in it.
    Value Cell = emit(Op::New, Loc);
    if (!Args.empty() && !isNull(Args[0]))
      store(Place::member(Cell, Facts::CellField),
            Args.size() > 1 ? makeClosure(Args, Loc) : eval(Args[0]),
            EdgeKind::Callback, Loc);
    return Cell;
  }
  default: {
    Value Cell = emit(Op::New, Loc);
    storeElements(Cell, {}, Args, Loc);
    return Cell;
  }
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  Value V = emit(Op::New, Loc);
  if (!R)
    return V;
  Out.Body[V].Sym = Builder.record(R);
  Out.Body[V].Label = label(R);
  if (!R->hasDefinition())
    return V;
  R = R->getDefinition();
  if (Args.size() == 1) {
    const CXXRecordDecl *From = Args[0]->getType()->getAsCXXRecordDecl();
    if (From && From->getCanonicalDecl() == R->getCanonicalDecl()) {
      Value Source = eval(Args[0]);
      return Args[0]->isLValue() ? copy(Source, Loc) : Source;
    }
  }
  if (const CXXConstructorDecl *C = findConstructor(Types, R, Args)) {
    evalUserCall(C, V, Args, /*Virtual=*/false, Loc);
    return V;
  }
  if (R->isAggregate())
    storeFields(V, R, Args);
  else
    for (const Expr *Arg : Args)
      eval(Arg);
  return V;
}

void FunctionExtractor::storeElements(Value Container, QualType ElementType,
                                      ArrayRef<const Expr *> Args,
                                      SourceLocation Loc) {
  for (const Expr *Arg : Args) {
    QualType T = ElementType.isNull() ? Arg->getType() : ElementType;
    const Expr *Range = iterated(Arg);
    const QualType Of =
        Range ? Types.elementType(Range->getType()) : QualType();
    if (!Of.isNull())
      T = Of;
    Value V = Of.isNull() ? eval(Arg)
                          : element(eval(Range), Of, Loc, passedElement());
    if (!V || isNull(Arg))
      continue;
    EdgeKind Kind = Types.edgeKind(T.getNonReferenceType());
    if (Kind == EdgeKind::Value && Arg->isLValue())
      V = copy(V, Loc);
    // An iterator or a key beside the element itself.
    if (Kind == EdgeKind::None)
      Kind = Types.edgeKind(Arg->getType().getNonReferenceType());
    store(Place::element(Container), V, Kind, Loc);
  }
}

Value FunctionExtractor::makeClosure(ArrayRef<const Expr *> Captured,
                                     SourceLocation Loc) {
  Value Closure = emit(Op::Closure, Loc, Builder.intern("bind"));
  for (const Expr *Arg : Captured) {
    Value V = eval(Arg);
    // bind() decays and copies; std::ref() and pointers do not own.
    QualType T = Arg->getType().getNonReferenceType();
    if (T->isArrayType())
      continue;
    EdgeKind Kind = Types.edgeKind(T);
    const auto *Ref = dyn_cast<DeclRefExpr>(Arg->IgnoreUnlessSpelledInSource());
    Symbol Name = Ref ? label(Ref->getDecl()) : 0;
    if (isOwning(Kind))
      store(Place::member(Closure, Facts::CaptureField), V, Kind, Loc, Name);
  }
  return Closure;
}

Value FunctionExtractor::evalLambda(const LambdaExpr *Lambda, LambdaCall *Now) {
  // A handler that does nothing is set where there is none to be.
  if (isEmptyLambda(Lambda) && Lambda->capture_size() == 0)
    return emit(Op::Null, Lambda->getBeginLoc());
  Value Closure =
      emit(Op::Closure, Lambda->getBeginLoc(), Builder.intern("lambda"));
  Environment Inner = Env;
  // A call of a mutable lambda may give up what it captured.
  const CXXMethodDecl *Operator = Lambda->getCallOperator();
  llvm::SmallPtrSet<const ValueDecl *, 4> Released;
  if (!Operator->isConst()) {
    const Assignments Changed = Assignments::in(Lambda->getBody());
    Released.insert(Changed.Assigned.begin(), Changed.Assigned.end());
    Released.insert(Changed.MovedFrom.begin(), Changed.MovedFrom.end());
  }
  for (const auto &[Capture, Init] :
       llvm::zip(Lambda->captures(), Lambda->capture_inits())) {
    if (Capture.capturesThis()) {
      if (Capture.getCaptureKind() == LCK_StarThis)
        store(Place::member(Closure, Facts::CaptureField),
              copy(ThisValue, Capture.getLocation()), EdgeKind::Value,
              Capture.getLocation(), Builder.intern("*this"));
      continue;
    }
    if (!Capture.capturesVariable())
      continue;
    const ValueDecl *Var = Capture.getCapturedVar();
    const bool IsInit = Lambda->isInitCapture(&Capture);
    const auto *Variable = dyn_cast<VarDecl>(Var);
    if (IsInit && Variable) {
      Value V = isNull(Variable->getInit()) ? 0 : eval(Variable->getInit());
      Inner[Var] = {V, {}};
      InitCaptures[Lambda->getLambdaClass()][Var] = {V, {}};
      if (Variable->getType()->isReferenceType() || Released.contains(Var))
        continue;
      store(Place::member(Closure, Facts::CaptureField), V,
            Types.edgeKind(Variable->getType()), Capture.getLocation(),
            label(Var));
      continue;
    }
    if (Capture.getCaptureKind() != LCK_ByCopy || Released.contains(Var))
      continue;
    QualType T = Var->getType().getNonReferenceType();
    EdgeKind Kind = Types.edgeKind(T);
    if (!isOwning(Kind))
      continue;
    Value V = evalVariable(Var, Capture.getLocation());
    TypeClass Class = Types.classify(T);
    if (Class == TypeClass::Record || Class == TypeClass::Container)
      V = copy(V, Capture.getLocation());
    store(Place::member(Closure, Facts::CaptureField), V, Kind,
          Capture.getLocation(), label(Var));
  }

  // The body runs later, if at all, on the same objects; now, if it is called
  // where it is written.
  llvm::SaveAndRestore<std::uint32_t> Path(CurrentPath), Outer(Statement);
  llvm::SaveAndRestore<bool> Nested(InLambda, true), NotEnded(Ended, false);
  Environment Saved = std::move(Env);
  Env = std::move(Inner);
  llvm::SaveAndRestore<LambdaCall *> Caller(Called, Now);
  CurrentPath =
      newPath(++Branches, 0, Now ? PathKind::Loop : PathKind::Deferred);
  if (const FunctionTemplateDecl *Generic =
          Operator->getDescribedFunctionTemplate())
    for (const FunctionDecl *S : Generic->specializations())
      if (S->hasBody()) {
        Operator = cast<CXXMethodDecl>(S);
        break;
      }
  for (const auto &[Index, Param] : llvm::enumerate(Operator->parameters())) {
    if (!Types.carries(Param->getType()))
      continue;
    Value V = Now && Index < Now->Arguments.size() ? Now->Arguments[Index] : 0;
    if (!V)
      V = emit(Op::Unknown, Param->getLocation(), label(Param));
    Env[Param] = {V, {}};
  }
  visit(Operator->getBody());
  Env = std::move(Saved);
  return Closure;
}

} // namespace heapwise::facts
