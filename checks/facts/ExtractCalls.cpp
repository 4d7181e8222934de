//===-- ExtractCalls.cpp - Calls of users and of libraries ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionExtractor.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace heapwise::facts {

/// Bounds how often the body of a local lambda is read again.
constexpr unsigned MaxLambdaDepth = 3;

static bool isMutableReference(QualType T) {
  return (T->isLValueReferenceType() || T->isPointerType()) &&
         !T->getPointeeType().isConstQualified();
}

const Expr *FunctionExtractor::referredBy(const ParmVarDecl *Param,
                                          const Expr *Arg) {
  if (!isSlotType(Param->getType()))
    return nullptr;
  if (Param->getType()->isReferenceType())
    return Arg;
  const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
  return Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr()
                                                      : nullptr;
}

Value FunctionExtractor::evalUserCall(const FunctionDecl *Callee,
                                      Value Receiver,
                                      ArrayRef<const Expr *> Args, bool Virtual,
                                      SourceLocation Loc) {
  Instr I;
  I.Opcode = Op::Call;
  I.A = Receiver;
  I.Virtual = Virtual;
  bool Interesting = Receiver != 0, MayGrow = false;
  // A variable passed by reference is a place of its own for the callee.
  llvm::SmallVector<std::pair<const ValueDecl *, Value>, 2> Slots;
  for (const auto &[Index, Arg] : llvm::enumerate(Args)) {
    Value V = 0;
    const ParmVarDecl *Param =
        Index < Callee->getNumParams() ? Callee->getParamDecl(Index) : nullptr;
    if (const Expr *Referred = Param ? referredBy(Param, Arg) : nullptr) {
      Place P = evalPlace(Referred);
      V = cell(Referred, P);
      if (P.K == Place::Variable)
        Slots.push_back({P.Var, V});
    } else {
      V = eval(Arg);
      // A record that is passed by value is another object.
      if (Param && Arg->isLValue() &&
          Types.edgeKind(Param->getType()) == EdgeKind::Value)
        V = copy(V, Loc);
    }
    Interesting |= V != 0;
    MayGrow |= Param && isMutableReference(Param->getType()) &&
               Types.edgeKind(Arg->getType()) == EdgeKind::Value;
    I.Args.push_back(V);
  }
  // A container that the callee can reach may have other elements now.
  if (MayGrow || (Receiver && Receiver == ThisValue))
    forgetElements();
  if (isLibraryCode(Callee) ||
      (!Interesting && !Types.carries(Callee->getReturnType())))
    return Types.carries(Callee->getReturnType()) ? emit(Op::Unknown, Loc) : 0;
  Builder.enqueue(Callee);
  I.Sym = Builder.usr(Callee);
  if (!I.Sym)
    return 0;
  Value Result = emit(std::move(I), Loc);
  for (const auto &[Var, Slot] : Slots)
    Env[Var].V =
        load(Place::member(Slot, Facts::CellField), Var->getType(), Loc);
  if (isSlotType(Callee->getReturnType()) &&
      Callee->getReturnType()->isReferenceType())
    return load(Place::member(Result, Facts::CellField),
                Callee->getReturnType(), Loc);
  return Result;
}

bool FunctionExtractor::isLocalLambda(const CXXMethodDecl *Operator) {
  if (!Operator->getParent()->isLambda() || !Operator->hasBody() ||
      LambdaDepth >= MaxLambdaDepth)
    return false;
  const DeclContext *Scope = Operator->getParent();
  while (Scope && Scope != F)
    Scope = Scope->getParent();
  return Scope && llvm::any_of(Operator->parameters(), [&](const auto *Param) {
           return Types.carries(Param->getType());
         });
}

Value FunctionExtractor::evalLocalLambda(const CXXMethodDecl *Operator,
                                         ArrayRef<const Expr *> Args,
                                         SourceLocation Loc) {
  llvm::SaveAndRestore<unsigned> Depth(LambdaDepth, LambdaDepth + 1);
  llvm::SaveAndRestore<bool> Nested(InLambda, true), NotEnded(Ended, false);
  if (auto It = InitCaptures.find(Operator->getParent());
      It != InitCaptures.end())
    for (const auto &[Var, Captured] : It->second)
      Env[Var] = Captured;
  for (const auto &[Param, Arg] : llvm::zip(Operator->parameters(), Args)) {
    Binding B = {eval(Arg), {}};
    if (Param->getType()->isReferenceType() && isSlotType(Param->getType()))
      B.Referent = evalPlace(Arg);
    Env[Param] = B;
  }
  const std::uint32_t Outer = CurrentPath;
  visit(Operator->getBody());
  CurrentPath = Outer;
  return Types.carries(Operator->getReturnType()) ? emit(Op::Unknown, Loc) : 0;
}

Value FunctionExtractor::evalCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  if (!Callee) {
    eval(Call->getCallee());
    for (const Expr *Arg : Args)
      eval(Arg);
    return Types.carries(Call->getType())
               ? emit(Op::Unknown, Call->getBeginLoc())
               : 0;
  }
  if (LibraryFunction Function = libraryFunction(Callee);
      Function != LibraryFunction::None)
    return evalLibraryFunction(Call, Function);
  return evalUserCall(Callee, 0, Args, /*Virtual=*/false, Call->getBeginLoc());
}

Value FunctionExtractor::moveOut(const Expr *E) {
  Value V = eval(E);
  Place P = evalPlace(E);
  if (P.K == Place::Member && V)
    reset(P, ResetKind::MoveOut, E->getBeginLoc(), V);
  return V;
}

void FunctionExtractor::swap(Place A, Value InA, Place B, Value InB, QualType T,
                             SourceLocation Loc) {
  const std::pair<Place, Value> Emptied[] = {{A, InA}, {B, InB}};
  for (const auto &[P, Content] : Emptied)
    if (P.K == Place::Member)
      reset(P, ResetKind::MoveOut, Loc, Content);
  const std::pair<Place, Value> Filled[] = {{A, InB}, {B, InA}};
  for (const auto &[P, Content] : Filled) {
    if (P.K == Place::Variable && Env.count(P.Var))
      Env[P.Var].V = Content;
    else if (P.K == Place::Member && Types.classify(T) != TypeClass::Container)
      store(P, Content, Types.edgeKind(T), Loc);
  }
  forgetElements();
}

const Expr *FunctionExtractor::iterated(const Expr *Iterator) {
  const Expr *E = Iterator->IgnoreUnlessSpelledInSource();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() == 1)
    return iterated(Construct->getArg(0));
  if (const auto *Begin = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *M = Begin->getMethodDecl();
    if (M && M->getIdentifier() && isLibraryCode(M) &&
        M->getName().ends_with("begin"))
      return Begin->getImplicitObjectArgument()->IgnoreParenImpCasts();
  } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *F = Call->getDirectCallee();
    const LibraryFunction Function = libraryFunction(F);
    if (Function == LibraryFunction::Inserter ||
        (Function == LibraryFunction::Element &&
         F->getName().ends_with("begin")))
      return Call->getArg(0)->IgnoreParenImpCasts();
  }
  return nullptr;
}

const Expr *FunctionExtractor::rangeBehind(const Expr *E) {
  if (const Expr *Container = iterated(E))
    return Container;
  E = E->IgnoreUnlessSpelledInSource();
  return Types.classify(E->getType()) == TypeClass::Container ? E : nullptr;
}

Value FunctionExtractor::evalAlgorithm(ArrayRef<const Expr *> Args,
                                       SourceLocation Loc) {
  LambdaCall Call;
  Value Element = 0;
  for (const Expr *Arg : Args) {
    if (const auto *Lambda =
            dyn_cast<LambdaExpr>(Arg->IgnoreUnlessSpelledInSource());
        Lambda && Element) {
      Call.Arguments = {Element};
      evalLambda(Lambda, &Call);
      continue;
    }
    const Expr *Range = Element ? nullptr : rangeBehind(Arg);
    Value V = eval(Range ? Range : Arg);
    if (Range && V)
      Element =
          element(V, Types.elementType(Range->getType()), Loc, passedElement());
  }
  if (Call.Results.empty())
    return Element;
  return Call.Results.size() == 1 ? Call.Results.front()
                                  : choice(Call.Results, Loc);
}

Value FunctionExtractor::evalLibraryFunction(const CallExpr *Call,
                                             LibraryFunction Function) {
  SourceLocation Loc = Call->getBeginLoc();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  switch (Function) {
  case LibraryFunction::None:
    break;
  case LibraryFunction::Identity: {
    Value V = 0;
    if (!Args.empty())
      V = eval(Args[0]);
    for (const Expr *Arg : Args.drop_front(Args.empty() ? 0 : 1))
      eval(Arg);
    return V;
  }
  case LibraryFunction::Move:
    return moveOut(Args[0]);
  case LibraryFunction::Make:
    return construct(Types.pointeeType(Call->getType()), Args, Loc);
  case LibraryFunction::MakeWithAllocator:
    return construct(Types.pointeeType(Call->getType()), Args.drop_front(),
                     Loc);
  case LibraryFunction::Bind:
    return makeClosure(Args, Loc);
  case LibraryFunction::Pack: {
    Value V = emit(Op::New, Loc);
    storeElements(V, {}, Args, Loc);
    return V;
  }
  case LibraryFunction::Exchange: {
    Place P = evalPlace(Args[0]);
    Value Old = eval(Args[0]);
    // What is replaced by something else is not emptied.
    if (P.K == Place::Member && isNull(Args[1]))
      reset(P, ResetKind::MoveOut, Loc, Old);
    else
      assign(P, Args[0]->getType(), Args[1], Loc);
    return Old;
  }
  case LibraryFunction::Swap: {
    Place A = evalPlace(Args[0]), B = evalPlace(Args[1]);
    swap(A, eval(Args[0]), B, eval(Args[1]), Args[0]->getType(), Loc);
    return 0;
  }
  case LibraryFunction::Element: {
    const Expr *Last = Args.back();
    for (const Expr *Arg : Args.drop_back())
      eval(Arg);
    Value V = eval(Last);
    if (!Types.carries(Call->getType()))
      return 0;
    QualType Whole = Last->getType().getNonReferenceType();
    if (Types.classify(Whole) == TypeClass::Transparent)
      return V;
    if (Types.holdsReferences(Whole))
      return load(Place::element(V), EdgeKind::Raw, Loc);
    return element(V, Types.elementType(Whole), Loc);
  }
  case LibraryFunction::Erase: {
    Value Container = eval(Args[0]);
    eval(Args[1]);
    if (Container)
      reset(Place::element(Container), ResetKind::Erase, Loc);
    forgetElements();
    return 0;
  }
  case LibraryFunction::Inserter:
    for (const Expr *Arg : Args)
      eval(Arg);
    return 0;
  case LibraryFunction::Fill: {
    const Expr *Filler = Args.back();
    const Expr *Filled = rangeBehind(Args[0]);
    Value Range = Filled ? eval(Filled) : 0;
    for (const Expr *Arg : Args.drop_front().drop_back())
      eval(Arg);
    Value V = eval(Filler);
    if (Range && isNull(Filler))
      reset(Place::element(Range), ResetKind::Clear, Loc);
    else if (Range)
      store(Place::element(Range, passedElement()), V,
            Types.edgeKind(Filler->getType()), Loc);
    return 0;
  }
  case LibraryFunction::Transfer: {
    Value V = evalAlgorithm(Args, Loc);
    // The output comes last, or before the function.
    for (const Expr *Arg : llvm::reverse(Args.drop_front()))
      if (const Expr *Output = rangeBehind(Arg)) {
        store(Place::element(eval(Output)), V,
              Types.edgeKind(Types.elementType(Output->getType())), Loc);
        break;
      }
    return 0;
  }
  case LibraryFunction::Other: {
    evalAlgorithm(Args, Loc);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  }
  }
  return 0;
}

Value FunctionExtractor::evalMemberCall(const CXXMemberCallExpr *Call) {
  const CXXMethodDecl *Method = Call->getMethodDecl();
  // Without the cast to the base that declares the method: shared_ptr's reset()
  // is __shared_ptr's.
  const Expr *Object = Call->getImplicitObjectArgument()->IgnoreParenImpCasts();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  SourceLocation Loc = Call->getBeginLoc();
  if (!Method) {
    evalChildren(Call);
    return 0;
  }
  QualType ObjectType = Object->getType();
  // `p->f()` on a raw pointer is a call on the object itself.
  if (ObjectType->isPointerType())
    ObjectType = ObjectType->getPointeeType();
  if (isSharedFromThis(Method))
    return eval(Object);
  switch (Types.classify(ObjectType)) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    eval(Object);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  case TypeClass::Pointer:
  case TypeClass::Weak:
  case TypeClass::Unique:
  case TypeClass::Strong:
  case TypeClass::Transparent:
    return evalHandleMethod(Object, Method, Args, Loc);
  case TypeClass::Callback:
    if (isLibraryCode(Method))
      return evalHandleMethod(Object, Method, Args, Loc);
    break;
  case TypeClass::Container:
  case TypeClass::Record:
    if (isLibraryCode(Method))
      return evalContainerMethod(Object, Method, Args, Loc);
    break;
  }
  const auto *Callee = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
  const bool Virtual =
      Method->isVirtual() && !(Callee && Callee->hasQualifier());
  return evalUserCall(Method, eval(Object), Args, Virtual, Loc);
}

Value FunctionExtractor::evalHandleMethod(const Expr *Object,
                                          const CXXMethodDecl *Method,
                                          ArrayRef<const Expr *> Args,
                                          SourceLocation Loc) {
  StringRef Name = Method->getIdentifier() ? Method->getName() : "";
  // A handle of the project's own calls it Reset, Clear, Attach.
  if (!isLibraryCode(Method) && Method->getIdentifier() && !Method->isConst() &&
      Method->getReturnType()->isVoidType() && Args.size() <= 1 &&
      !Name.equals_insensitive("swap"))
    Name = "reset";
  if (Name == "reset" || Name == "clear" || Name == "store" ||
      Name == "emplace" || Name == "assign") {
    Place P = evalObjectPlace(Object);
    if (Args.empty() || isNull(Args[0])) {
      if (P.K == Place::Variable)
        Env[P.Var] = {emit(Op::Null, Loc), {}};
      else
        reset(P, ResetKind::Null, Loc);
      return 0;
    }
    assign(P, Object->getType(), Args[0], Loc);
    return 0;
  }
  if (Name == "swap" && Args.size() == 1) {
    Place A = evalObjectPlace(Object), B = evalPlace(Args[0]);
    QualType T = Args[0]->IgnoreParenImpCasts()->getType();
    swap(A, Object->getType()->isPointerType() ? load(A, T, Loc) : eval(Object),
         B, eval(Args[0]), T, Loc);
    return 0;
  }
  if (Name == "exchange" && !Args.empty()) {
    Place P = evalObjectPlace(Object);
    Value Old = eval(Object);
    reset(P, ResetKind::MoveOut, Loc);
    assign(P, Object->getType(), Args[0], Loc);
    return Old;
  }
  Value V = eval(Object);
  if (Name == "release" || Name == "detach" || Name == "take" ||
      Name == "join") {
    reset(evalObjectPlace(Object), ResetKind::MoveOut, Loc);
    return V;
  }
  // The result of a future can be taken once, and with it goes what it waits
  // for.
  if (Name == "get" && Types.classify(Object->getType()) == TypeClass::Callback)
    reset(evalObjectPlace(Object), ResetKind::MoveOut, Loc);
  for (const Expr *Arg : Args)
    eval(Arg);
  if (Types.edgeKind(Method->getReturnType()) == EdgeKind::Value)
    return copy(V, Loc); // value_or
  // get, lock, value, load, data, operator T*: the same object.
  return Types.carries(Method->getReturnType()) ||
                 Method->getReturnType()->isUndeducedType()
             ? V
             : 0;
}

Value FunctionExtractor::evalContainerMethod(const Expr *Object,
                                             const CXXMethodDecl *Method,
                                             ArrayRef<const Expr *> Args,
                                             SourceLocation Loc) {
  StringRef Name = Method->getIdentifier() ? Method->getName() : "";
  Value Container = eval(Object);
  QualType ObjectType = Object->getType();
  if (ObjectType->isPointerType())
    ObjectType = ObjectType->getPointeeType();
  QualType ElementType = Types.elementType(ObjectType);
  const bool Carries = Types.carries(Method->getReturnType());
  ContainerMethod Kind = containerMethod(Name);
  if ((Name == "resize" || Name == "fill") && !Args.empty() && isNull(Args[0]))
    Kind = ContainerMethod::Clear;
  if (Kind == ContainerMethod::Other) {
    for (const Expr *Arg : Args)
      eval(Arg);
    if (!Carries || !Container)
      return 0;
    std::uint32_t Number = 0;
    if (yieldsElement(Name))
      Number = Args.size() == 1 ? elementNumber(Args[0]) : elementNumber(Name);
    return element(Container, ElementType, Loc, Number);
  }
  // The key of a map comes before what its element is made of.
  if (Types.isMap(ObjectType) && Name.contains("emplace") && !Args.empty()) {
    const std::size_t Key = Name == "emplace_hint" ? 2 : 1;
    storeElements(Container, {}, Args.take_front(Key), Loc);
    Args = Args.drop_front(std::min(Key, Args.size()));
  }
  Value Result = evalContainerChange(Kind, Name, Container, ElementType, Args,
                                     Carries, Loc);
  forgetElements();
  return Result;
}

Value FunctionExtractor::evalContainerChange(ContainerMethod Kind,
                                             StringRef Name, Value Container,
                                             QualType ElementType,
                                             ArrayRef<const Expr *> Args,
                                             bool Carries, SourceLocation Loc) {
  switch (Kind) {
  case ContainerMethod::Insert: {
    if (Name == "splice" || Name == "merge")
      for (const Expr *Arg : Args)
        if (Types.classify(Arg->getType().getNonReferenceType()) ==
            TypeClass::Container)
          reset(Place::element(eval(Arg)), ResetKind::MoveOut, Loc);
    // What is emplaced is built in place: thread, function, pair, record.
    if (Name.contains("emplace") && !ElementType.isNull()) {
      TypeClass Class = Types.classify(ElementType);
      const bool IsCopy =
          Args.size() == 1 &&
          Args[0]->getType()
                  .getNonReferenceType()
                  .getCanonicalType()
                  .getUnqualifiedType() ==
              ElementType.getCanonicalType().getUnqualifiedType();
      if (Class == TypeClass::Callback && Args.size() > 1) {
        store(Place::element(Container), makeClosure(Args, Loc),
              EdgeKind::Callback, Loc);
        return 0;
      }
      if (Class == TypeClass::Record && !IsCopy) {
        Value V = construct(ElementType, Args, Loc);
        store(Place::element(Container), V, EdgeKind::Value, Loc);
        return V;
      }
    }
    // A map's emplace takes the key too.
    const std::size_t Before = Out.Body.size();
    storeElements(Container,
                  Name.contains("emplace") && Args.size() == 1 ? ElementType
                                                               : QualType(),
                  Args, Loc);
    if (!Carries)
      return 0;
    for (std::size_t I = Out.Body.size(); I-- > Before;)
      if (Out.Body[I].Opcode == Op::Store && Out.Body[I].A == Container)
        return Out.Body[I].B;
    return element(Container, ElementType, Loc);
  }
  case ContainerMethod::Clear:
  case ContainerMethod::Erase: {
    for (const Expr *Arg : Args)
      eval(Arg);
    if (Container)
      reset(Place::element(Container),
            Kind == ContainerMethod::Clear ? ResetKind::Clear
                                           : ResetKind::Erase,
            Loc);
    return Carries ? element(Container, ElementType, Loc) : 0;
  }
  case ContainerMethod::Swap: {
    if (Container)
      reset(Place::element(Container), ResetKind::MoveOut, Loc);
    for (const Expr *Arg : Args)
      if (Value Other = eval(Arg))
        reset(Place::element(Other), ResetKind::MoveOut, Loc);
    return 0;
  }
  case ContainerMethod::Connect: {
    for (const Expr *Arg : Args)
      store(Place::element(Container), eval(Arg),
            Types.edgeKind(Arg->getType().getNonReferenceType()) ==
                    EdgeKind::Callback
                ? EdgeKind::Callback
                : EdgeKind::None,
            Loc);
    return Carries ? emit(Op::Unknown, Loc) : 0;
  }
  case ContainerMethod::Other:
    break;
  }
  llvm_unreachable("changes nothing");
}

Value FunctionExtractor::evalOperatorCall(const CXXOperatorCallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  SourceLocation Loc = Call->getBeginLoc();
  if (!Callee || Args.empty()) {
    evalChildren(Call);
    return 0;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  // shared_ptr's operator* belongs to a base class of its own.
  QualType ObjectType =
      Args[0]->IgnoreParenImpCasts()->getType().getNonReferenceType();
  const TypeClass Class = Types.classify(ObjectType);
  const bool Library = isLibraryCode(Callee) || (Class != TypeClass::Record &&
                                                 Class != TypeClass::Callback &&
                                                 Class != TypeClass::Plain);
  switch (Call->getOperator()) {
  case OO_Equal:
    if (Library ||
        (Method && (Method->isDefaulted() || Method->isImplicit()))) {
      if (!Types.carries(ObjectType)) {
        eval(Args[1]);
        return 0;
      }
      Place To = evalPlace(Args[0]);
      if (Class == TypeClass::Record && isEmptyRecord(Args[1])) {
        Value Object = eval(Args[0]);
        resetMembers(Object, ObjectType->getAsCXXRecordDecl(), Loc);
        return Object;
      }
      // A record's copy is another object with the same contents.
      if ((Class == TypeClass::Record || Class == TypeClass::Container) &&
          Method && Method->isCopyAssignmentOperator() && !isNull(Args[1])) {
        store(To, copy(eval(Args[1]), Loc), EdgeKind::Value, Loc);
        return 0;
      }
      return assign(To, ObjectType, Args[1], Loc);
    }
    break;
  case OO_Arrow:
  case OO_Star:
    if (Library || Types.isHandle(ObjectType)) {
      if (Call->getOperator() == OO_Star && Types.isHandle(ObjectType) &&
          Types.classify(Call->getType()) == TypeClass::Callback)
        return load(evalPlace(Call), Call->getType(), Loc);
      return eval(Args[0]);
    }
    break;
  case OO_Subscript:
    if (Library) {
      Value Container = eval(Args[0]);
      eval(Args[1]);
      return Types.carries(Call->getType())
                 ? element(Container, Call->getType(), Loc,
                           elementNumber(Args[1]))
                 : 0;
    }
    break;
  case OO_PlusPlus:
  case OO_MinusMinus:
    if (Library) {
      Value Old = eval(Args[0]), New = Old;
      Place P = evalPlace(Args[0]);
      if (P.K == Place::Variable && Env.count(P.Var)) {
        New = nextElement(P.Var, Loc);
        if (!New)
          New = emit(Op::Unknown, Loc, label(P.Var));
        Env[P.Var].V = New;
      }
      forgetElements();
      const bool Postfix = Args.size() == 2;
      return Postfix ? Old : New;
    }
    break;
  case OO_Call:
    if (Method && isLocalLambda(Method)) {
      eval(Args[0]);
      return evalLocalLambda(Method, Args.drop_front(), Loc);
    }
    break;
  case OO_LessLess:
  case OO_PlusEqual:
    // QList and signals take an element this way.
    if (Library && Args.size() == 2 &&
        (Class == TypeClass::Container || Class == TypeClass::Record)) {
      Value Container = eval(Args[0]);
      if (Container)
        storeElements(Container, {}, Args.drop_front(), Loc);
      return Container;
    }
    break;
  default:
    break;
  }
  if (Library || Call->getOperator() == OO_Call) {
    // The algorithms over ranges are objects.
    if (Library && Call->getOperator() == OO_Call)
      evalAlgorithm(Args.drop_front(), Loc);
    else
      evalChildren(Call);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  }
  if (Method && Method->isInstance())
    return evalUserCall(Method, eval(Args[0]), Args.drop_front(),
                        Method->isVirtual(), Loc);
  return evalUserCall(Callee, 0, Args, /*Virtual=*/false, Loc);
}

} // namespace heapwise::facts
