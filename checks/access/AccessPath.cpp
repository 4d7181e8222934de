//===-- AccessPath.cpp - Which object an expression designates ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AccessPath.h"

#include "Unit.h"

#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::access {

AccessPath AccessPath::then(Step::StepKind Kind, QualType Type,
                            const FieldDecl *Member) const {
  AccessPath Longer = *this;
  Longer.Steps.push_back({Kind, Member, Type.getNonReferenceType()});
  return Longer;
}

static bool followPointer(llvm::ArrayRef<Step> Steps) {
  return llvm::any_of(Steps,
                      [](const Step &S) { return S.Kind == Step::Deref; });
}

bool AccessPath::isShared() const { return followPointer(Steps); }

namespace {

/// A chain of calls and references that is longer is given up.
constexpr unsigned MaxLength = 24;

class Resolver {
public:
  Resolver(Unit &U, const BodyIndex &Index) : U(U), Index(Index) {}

  AccessPaths object(const Expr *E);
  AccessPaths behind(const Expr *E);

private:
  AccessPaths variable(const ValueDecl *D, QualType Type);
  AccessPaths memberCall(const CXXMemberCallExpr *Call);
  AccessPaths operatorCall(const CXXOperatorCallExpr *Call);
  AccessPaths call(const CallExpr *Call);
  AccessPaths through(const CallExpr *Call, const Expr *Object);
  AccessPaths extend(AccessPaths Paths, Step::StepKind Kind, QualType Type,
                     const FieldDecl *Member = nullptr);
  AccessPaths elements(const Expr *Range, QualType Type);
  AccessPaths pointee(const Expr *Handle);
  static AccessPaths single(Root Start, QualType Type,
                            const VarDecl *V = nullptr) {
    AccessPath P;
    P.Start = Start;
    P.Variable = V;
    P.StartType = Type.getNonReferenceType();
    return {P};
  }
  static AccessPaths unknown(const Expr *E) {
    return single(E->isPRValue() ? Root::Temporary : Root::Unknown,
                  E->getType());
  }

  Unit &U;
  const BodyIndex &Index;
  unsigned Length = 0;
  llvm::SmallPtrSet<const ValueDecl *, 4> Following;
};

AccessPaths Resolver::extend(AccessPaths Paths, Step::StepKind Kind,
                             QualType Type, const FieldDecl *Member) {
  for (AccessPath &P : Paths)
    P = P.then(Kind, Type, Member);
  return Paths;
}

AccessPaths Resolver::object(const Expr *E) {
  if (++Length > MaxLength)
    return unknown(E);
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return object(Full->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
    if (const auto *V =
            dyn_cast_or_null<VarDecl>(Temporary->getExtendingDecl()))
      return single(Root::Local, E->getType(), V);
    return single(Root::Temporary, E->getType());
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    switch (Cast->getCastKind()) {
    case CK_NoOp:
    case CK_DerivedToBase:
    case CK_UncheckedDerivedToBase:
    case CK_BaseToDerived:
    case CK_Dynamic:
      return object(Cast->getSubExpr());
    default:
      return unknown(E);
    }
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return variable(Ref->getDecl(), E->getType());
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(Member->getMemberDecl()))
      return single(Root::Global, V->getType(), V);
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return unknown(E);
    AccessPaths Base = Member->isArrow() ? behind(Member->getBase())
                                         : object(Member->getBase());
    Base = extend(std::move(Base), Step::Field, Field->getType(), Field);
    if (Field->getType()->isReferenceType())
      return extend(std::move(Base), Step::Deref, Field->getType());
    return Base;
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    if (Op->getOpcode() == UO_Deref)
      return behind(Op->getSubExpr());
    return Op->isPrefix() && Op->isIncrementDecrementOp()
               ? object(Op->getSubExpr())
               : unknown(E);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_Comma)
      return object(Op->getRHS());
    return Op->isAssignmentOp() ? object(Op->getLHS()) : unknown(E);
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return behind(Subscript->getBase());
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E)) {
    AccessPaths Paths = object(Choice->getTrueExpr());
    llvm::append_range(Paths, object(Choice->getFalseExpr()));
    return Paths;
  }
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return Opaque->getSourceExpr() ? object(Opaque->getSourceExpr())
                                   : unknown(E);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    return operatorCall(Call);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return memberCall(Call);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return this->call(Call);
  return unknown(E);
}

AccessPaths Resolver::variable(const ValueDecl *D, QualType Type) {
  if (const auto *Binding = dyn_cast<BindingDecl>(D)) {
    const auto *Whole = dyn_cast<VarDecl>(Binding->getDecomposedDecl());
    if (!Whole)
      return single(Root::Unknown, Type);
    return extend(variable(Whole, Whole->getType()), Step::Part, Type);
  }
  const auto *V = dyn_cast<VarDecl>(D);
  if (!V)
    return single(Root::Unknown, Type);
  if (V->hasGlobalStorage())
    return single(Root::Global, V->getType(), V);
  if (!V->getType()->isReferenceType())
    return single(Root::Local, V->getType(), V);
  if (const CXXForRangeStmt *Loop = Index.rangeLoop(V))
    return elements(Loop->getRangeInit(), V->getType());
  if (isa<ParmVarDecl>(V) || !V->getInit())
    return single(Root::Parameter, V->getType(), V);
  if (!Following.insert(V).second)
    return single(Root::Unknown, Type);
  AccessPaths Paths = object(V->getInit());
  Following.erase(V);
  return Paths;
}

/// The step from a handle, container or optional of type \p T to what is in it.
Step::StepKind stepInto(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  if (isUniquePointer(R))
    return Step::Owned;
  if (isContainer(R) || isLibraryClass(R, {"optional", "variant", "array",
                                           "pair", "tuple", "any", "expected"}))
    return Step::Element;
  return Step::Deref;
}

AccessPaths Resolver::operatorCall(const CXXOperatorCallExpr *Call) {
  if (!Call->isGLValue() || !Call->getNumArgs())
    return unknown(Call);
  const Expr *Object = Call->getArg(0);
  switch (Call->getOperator()) {
  case OO_Subscript:
    if (isCursor(Object->getType()))
      return behind(Object);
    return through(Call, Object);
  case OO_Star:
    return behind(Object);
  case OO_Equal:
  case OO_PlusEqual:
  case OO_LessLess:
  case OO_GreaterGreater:
    return object(Object);
  default:
    return through(Call, Object);
  }
}

AccessPaths Resolver::memberCall(const CXXMemberCallExpr *Call) {
  const Expr *Object = Call->getImplicitObjectArgument();
  if (!Object || !Call->isGLValue())
    return unknown(Call);
  return through(Call, Object);
}

/// What a member function that returns a reference hands out: read from its
/// body, or some part of its object.
AccessPaths Resolver::through(const CallExpr *Call, const Expr *Object) {
  AccessPaths Base =
      Object->getType()->isPointerType() ? behind(Object) : object(Object);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
  if (!Method)
    return unknown(Call);
  if (facts::isLibraryCode(Method))
    return extend(std::move(Base), stepInto(Object->getType()),
                  Call->getType());
  const Summary *S = Method->isVirtual() ? nullptr : U.summary(Method);
  AccessPaths Paths;
  if (S)
    for (const AccessPath &Returned : S->Returned) {
      if (Returned.Start == Root::Global)
        Paths.push_back(Returned);
      else if (Returned.Start != Root::This)
        return unknown(Call);
      else
        for (AccessPath P : Base) {
          llvm::append_range(P.Steps, Returned.Steps);
          Paths.push_back(std::move(P));
        }
    }
  if (!Paths.empty())
    return Paths;
  // A const member function that returns a const reference most often hands
  // out a part; whatever else it is, unknown code may change it.
  Base = extend(std::move(Base), Step::Part, Call->getType());
  return Base;
}

AccessPaths Resolver::call(const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F || !Call->isGLValue())
    return unknown(Call);
  if (facts::isLibraryCode(F)) {
    const facts::LibraryFunction Kind = facts::libraryFunction(F);
    const StringRef Name = F->getIdentifier() ? F->getName() : StringRef();
    if (Kind == facts::LibraryFunction::Identity ||
        Kind == facts::LibraryFunction::Move)
      return object(Call->getArg(0));
    if (Kind == facts::LibraryFunction::Element)
      return extend(object(Call->getArg(0)), Step::Element, Call->getType());
    if ((Name == "min" || Name == "max") && Call->getNumArgs() >= 2) {
      AccessPaths Paths = object(Call->getArg(0));
      llvm::append_range(Paths, object(Call->getArg(1)));
      return Paths;
    }
    return unknown(Call);
  }
  const Summary *S = U.summary(F);
  if (!S || S->Returned.empty())
    return unknown(Call);
  AccessPaths Paths;
  for (const AccessPath &Returned : S->Returned) {
    if (Returned.Start == Root::Global) {
      Paths.push_back(Returned);
      continue;
    }
    const auto *P = dyn_cast_or_null<ParmVarDecl>(Returned.Variable);
    if (Returned.Start != Root::Parameter || !P ||
        P->getFunctionScopeIndex() >= Call->getNumArgs())
      return unknown(Call);
    for (AccessPath Path : object(Call->getArg(P->getFunctionScopeIndex()))) {
      llvm::append_range(Path.Steps, Returned.Steps);
      Paths.push_back(std::move(Path));
    }
  }
  return Paths;
}

/// What a loop over \p Range walks over: a view is followed to what it is of.
AccessPaths Resolver::elements(const Expr *Range, QualType Type) {
  if (isCursor(Range->getType()) && !Range->getType()->isPointerType())
    return behind(Range);
  return extend(object(Range), Step::Element, Type);
}

/// What the handle that \p Handle designates leads to.
AccessPaths Resolver::pointee(const Expr *Handle) {
  const QualType T = Handle->getType();
  QualType Target = T->isPointerType() || isContainer(recordOf(T))
                        ? pointedTo(T)
                        : templateArgument(recordOf(T), 0);
  if (Target.isNull())
    Target = T;
  return extend(object(Handle), stepInto(T), Target);
}

AccessPaths Resolver::behind(const Expr *E) {
  if (++Length > MaxLength)
    return unknown(E);
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return behind(Full->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
    if (isCursor(E->getType()))
      return behind(Temporary->getSubExpr());
    return pointee(E);
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    switch (Cast->getCastKind()) {
    case CK_ArrayToPointerDecay:
      return extend(object(Cast->getSubExpr()), Step::Element,
                    E->getType()->getPointeeType());
    default:
      return behind(Cast->getSubExpr());
    }
  }
  if (isa<CXXThisExpr>(E))
    return single(Root::This, E->getType()->getPointeeType());
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    if (Op->getOpcode() == UO_AddrOf)
      return object(Op->getSubExpr());
    if (Op->isIncrementDecrementOp())
      return behind(Op->getSubExpr());
    return pointee(E);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    return Op->isAdditiveOp() ? behind(Op->getLHS()) : unknown(E);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() ? behind(Construct->getArg(0)) : unknown(E);
  if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
    return behind(Bind->getSubExpr());
  // An iterator is followed to the container that it was made from.
  if (isCursor(E->getType()) && !E->getType()->isPointerType()) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      if (V && V->getInit() && !V->hasGlobalStorage() &&
          Following.insert(V).second) {
        AccessPaths Paths = behind(V->getInit());
        Following.erase(V);
        return Paths;
      }
      return pointee(E);
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      if (isCursor(Member->getBase()->getType()) && !Member->isArrow())
        return behind(Member->getBase());
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call)) {
      // std::views::reverse(v): the adaptor is an object, too.
      const bool IsCall = Operator->getOperator() == OO_Call;
      if (IsCall && isRangeView(recordOf(E->getType())) &&
          Operator->getNumArgs() > 1)
        return behind(Operator->getArg(1));
      if (!IsCall && (Operator->getOperator() == OO_Arrow ||
                      (isCursor(E->getType()) && Operator->getNumArgs())))
        return behind(Operator->getArg(0));
    } else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      const CXXMethodDecl *Method = Member->getMethodDecl();
      const Expr *Object = Member->getImplicitObjectArgument();
      if (Method && Object && E->isPRValue() && facts::isLibraryCode(Method) &&
          !Object->getType()->isPointerType())
        return isCursor(Object->getType())
                   ? behind(Object)
                   : extend(object(Object), stepInto(Object->getType()),
                            pointedTo(E->getType()));
    } else if (const FunctionDecl *F = Call->getDirectCallee();
               F && Call->getNumArgs() && facts::isLibraryCode(F)) {
      const Expr *First = Call->getArg(0);
      if (isCursor(First->getType()))
        return behind(First);
      if (facts::libraryFunction(F) == facts::LibraryFunction::Element ||
          (F->getIdentifier() && F->getName().ends_with("end")))
        return extend(object(First), Step::Element, E->getType());
    }
    if (E->isPRValue())
      return single(Root::Unknown, pointedTo(E->getType()));
  }
  if (E->isPRValue() && !E->getType()->isPointerType())
    return isCursor(E->getType())
               ? single(Root::Unknown, pointedTo(E->getType()))
               : unknown(E);
  return pointee(E);
}

/// The same variable at the start of both: do the members on the way differ?
bool sharePrefix(const AccessPath &Written, const AccessPath &Read) {
  const size_t Common = std::min(Written.Steps.size(), Read.Steps.size());
  for (size_t I = 0; I != Common; ++I) {
    const Step &A = Written.Steps[I], &B = Read.Steps[I];
    if (A.Kind == Step::Part || B.Kind == Step::Part)
      return true;
    if (A.Kind == Step::Field && B.Kind == Step::Field && A.Member != B.Member)
      return false;
  }
  // What is behind a pointer in the object is not part of it.
  return !followPointer(llvm::ArrayRef(Written.Steps).drop_front(Common));
}

/// True if \p Path follows a pointer after it has parted from \p Other.
bool leadsAway(const AccessPath &Path, const AccessPath &Other) {
  const size_t Common = std::min(Path.Steps.size(), Other.Steps.size());
  size_t Parting = 0;
  while (Parting != Common &&
         Path.Steps[Parting].Kind == Other.Steps[Parting].Kind &&
         Path.Steps[Parting].Member == Other.Steps[Parting].Member)
    ++Parting;
  return followPointer(llvm::ArrayRef(Path.Steps).drop_front(Parting));
}

/// The type of what is changed. A number that is a member belongs to its
/// object: it is no element of a vector of numbers.
QualType changedType(const AccessPath &Written) {
  size_t Length = Written.Steps.size();
  QualType T = Written.type();
  while (Length && Written.Steps[Length - 1].Kind == Step::Field &&
         !T->isRecordType())
    T = --Length ? Written.Steps[Length - 1].Type : Written.StartType;
  return T;
}

/// An object that nothing but its own name can reach.
bool isOwnObject(const AccessPath &P) {
  return P.Start == Root::Local && !P.isShared() && !P.IsExposed;
}

} // namespace

bool mayOverlap(const AccessPath &Written, const AccessPath &Read) {
  if (Written.Start == Read.Start && Written.Variable == Read.Variable &&
      Written.Start != Root::Unknown && Written.Start != Root::Temporary) {
    if (sharePrefix(Written, Read))
      return true;
    // A pointer in an object may lead to what the object is in: `up->kids`.
    if (!leadsAway(Written, Read) && !leadsAway(Read, Written))
      return false;
  }
  if (Written.Start == Root::Temporary && !Written.isShared())
    return false;
  if (isOwnObject(Written) || isOwnObject(Read))
    return false;
  // Two names for what may be one object. Only types tell them apart.
  const QualType Changed = changedType(Written);
  if (mayHold(Read.type(), Changed, 3) || mayHold(Changed, Read.type(), 3) ||
      mayHold(Read.StartType, Changed, 0))
    return true;
  return llvm::any_of(
      Read.Steps, [&](const Step &S) { return mayHold(S.Type, Changed, 0); });
}

AccessPaths pathsOf(Unit &U, const BodyIndex &Index, const Expr *E) {
  return Resolver(U, Index).object(E);
}

AccessPaths pathsBehind(Unit &U, const BodyIndex &Index, const Expr *E) {
  return Resolver(U, Index).behind(E);
}

} // namespace heapwise::access
