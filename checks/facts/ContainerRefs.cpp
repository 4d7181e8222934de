//===-- ContainerRefs.cpp - Which container an expression means -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerRefs.h"
#include "FewValues.h"
#include "LibraryModel.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

/// How many definitions of local variables are followed for one value.
constexpr unsigned MaxDefinitions = 6;

StringRef plainName(const FunctionDecl *F) {
  return F && F->getDeclName().isIdentifier() ? F->getName() : StringRef();
}

StringRef rangesFunction(const CXXOperatorCallExpr *Call) {
  const auto *Object = Call->getOperator() == OO_Call && Call->getNumArgs() > 1
                           ? dyn_cast<DeclRefExpr>(plain(Call->getArg(0)))
                           : nullptr;
  return Object && isLibraryCode(Object->getDecl()) &&
                 Object->getDecl()->getIdentifier()
             ? Object->getDecl()->getName()
             : StringRef();
}

const Expr *plain(const Expr *E) {
  for (;;) {
    const Expr *Before = E;
    E = E->IgnoreParenCasts();
    if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(E))
      E = Cleanup->getSubExpr();
    else if (const auto *Temp = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temp->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bound->getSubExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      E = Default->getExpr();
    else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getNumArgs() == 1 &&
             libraryFunction(Call->getDirectCallee()) == LibraryFunction::Move)
      E = Call->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getNumArgs() == 1 &&
             libraryFunction(Call->getDirectCallee()) ==
                 LibraryFunction::Identity)
      E = Call->getArg(0);
    else if (const auto *Copy = dyn_cast<CXXConstructExpr>(E);
             Copy && Copy->getNumArgs() == 1 &&
             Copy->getConstructor()->isCopyOrMoveConstructor())
      E = Copy->getArg(0);
    if (E == Before)
      return E;
  }
}

bool ContainerRefs::matters(QualType T) {
  if (Unit.Types.container(T))
    return true;
  const CXXRecordDecl *User = Unit.Types.userClass(T);
  return User && Unit.Types.keepsContainers(User);
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

Resolved ContainerRefs::resolve(const Expr *E) {
  E = plain(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (auto It = Names.find(Ref->getDecl()); It != Names.end())
      return It->second;
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V ? resolveVariable(V) : Resolved();
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return resolveMember(Member);
  if (isa<CXXThisExpr>(E))
    return {.Ref = {.Of = PlaceRef::Base::This}};
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    if (Op->getOpcode() == UO_AddrOf)
      return resolve(Op->getSubExpr());
    if (Op->getOpcode() != UO_Deref)
      return {};
    Resolved R = resolve(Op->getSubExpr());
    return R.Iterator ? R.element() : R;
  }
  if (const auto *Index = dyn_cast<ArraySubscriptExpr>(E))
    return resolve(Index->getBase());
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E))
    return resolveOperator(Op);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return resolveMethod(Call);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return resolveCall(Call);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return resolve(Choice->getTrueExpr());
  return {};
}

Resolved ContainerRefs::resolveVariable(const VarDecl *V) {
  Resolved R;
  const QualType T = V->getType();
  if (const auto *Param = dyn_cast<ParmVarDecl>(V)) {
    const bool Own = Param->getDeclContext() == F;
    const bool ByValue = !T->isReferenceType() && !T->isPointerType() &&
                         !isTransparent(T->getAsCXXRecordDecl());
    if (Own && !ByValue && matters(T))
      R.Ref = {.Of = PlaceRef::Base::Param,
               .Index = Param->getFunctionScopeIndex()};
    R.Local = ByValue;
    return R;
  }
  if (V->hasGlobalStorage() || V->isInitCapture() || Kept.contains(V)) {
    if (Symbol Place = Unit.place(V, F))
      R.Ref = {.Of = PlaceRef::Base::Place, .Sym = Place};
    return R;
  }
  // A new object, by value or behind a pointer.
  const Expr *Init = V->getInit();
  R.Local = !T->isReferenceType() &&
            (!T->isPointerType() || (Init && isa<CXXNewExpr>(plain(Init))));
  return R;
}

Resolved ContainerRefs::resolveMember(const MemberExpr *M) {
  Resolved Base = resolve(M->getBase());
  const ValueDecl *D = M->getMemberDecl();
  if (Base.Fresh)
    return Base;
  // it->second
  if (Base && isLibraryCode(D)) {
    if (D->getDeclName().isIdentifier() && D->getName() == "second")
      return Base.Iterator ? Base.element() : Base;
    return {};
  }
  const auto *Field = dyn_cast<FieldDecl>(D);
  Resolved R;
  R.Local = Base.Local;
  if (Field && Field->getType()->isReferenceType())
    return R;
  if (isa<FieldDecl>(D) || isa<VarDecl>(D))
    if (Symbol Place = Unit.place(D, nullptr))
      R.Ref = {.Of = PlaceRef::Base::Place, .Sym = Place};
  return R;
}

static bool isIterator(QualType T) {
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->getIdentifier() && R->getName().contains_insensitive("iter");
}

Resolved ContainerRefs::resolveOperator(const CXXOperatorCallExpr *Call) {
  if (!Call->getNumArgs())
    return {};
  Resolved R = resolve(Call->getArg(0));
  switch (Call->getOperator()) {
  case OO_Subscript:
    // std::array is as if its elements stood side by side.
    if (R && Unit.Types.container(Call->getArg(0)->getType()) &&
        !isa<clang::ArrayType>(Call->getArg(0)->getType().getCanonicalType())) {
      const CXXRecordDecl *Record =
          Call->getArg(0)->getType()->getAsCXXRecordDecl();
      if (Record && Record->getIdentifier() && Record->getName() == "array")
        return R;
      return R.element();
    }
    return R;
  case OO_Call: {
    // std::ranges::find(items, key)
    if (rangesFunction(Call).empty() || !isIterator(Call->getType()))
      return {};
    Resolved Found = resolve(Call->getArg(1));
    Found.Iterator = static_cast<bool>(Found);
    return Found;
  }
  case OO_Star:
  case OO_Arrow:
    return R.Iterator ? R.element() : R;
  case OO_PlusPlus:
  case OO_MinusMinus:
  case OO_Plus:
  case OO_Minus:
    return R.Iterator ? R : Resolved();
  default:
    return {};
  }
}

Resolved ContainerRefs::resolveMethod(const CXXMemberCallExpr *Call) {
  const CXXMethodDecl *M = Call->getMethodDecl();
  if (!M)
    return {};
  Resolved R = resolve(Call->getImplicitObjectArgument());
  const StringRef Name = plainName(M);
  if (R && isLibraryCode(M) && R.Iterator)
    return R; // operator-> of an iterator's base and the like
  if (isTransparent(M->getParent()))
    return R;
  if (R && isContainerLibrary(M) &&
      Unit.Types.container(Call->getImplicitObjectArgument()->getType())) {
    const ContainerUse Use = containerUse(Name);
    const QualType T = Call->getType();
    if (Use == ContainerUse::Lookup && Call->getNumArgs())
      R.Key = datum(Call->getArg(0)).Text;
    if (isIterator(T)) {
      R.Iterator = true;
      return R;
    }
    if (Use == ContainerUse::Grow) {
      // pair<iterator, bool>, or a reference to the new element
      R.Fresh = R.Iterator = !M->getReturnType()->isReferenceType();
      return R.Fresh ? R : R.element();
    }
    if (Use == ContainerUse::Element || Use == ContainerUse::Lookup)
      return R.element();
    return {};
  }
  return returned(M);
}

Resolved ContainerRefs::returned(const FunctionDecl *Callee) {
  const QualType T = Callee->getReturnType();
  const bool Handle = T->isReferenceType() || T->isPointerType() ||
                      isTransparent(T->getAsCXXRecordDecl());
  Resolved R;
  if (!Handle) {
    R.Local = true;
    return R;
  }
  if (!isLibraryCode(Callee) && matters(T))
    R.Ref = {.Of = PlaceRef::Base::Returned, .Sym = Unit.Builder.usr(Callee)};
  return R;
}

Resolved ContainerRefs::resolveCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee)
    return {};
  if (!isLibraryCode(Callee))
    return returned(Callee);
  const StringRef Name = plainName(Callee);
  if (!Call->getNumArgs())
    return {};
  if (Name == "begin" || Name == "end" || Name == "cbegin" || Name == "cend" ||
      isIterator(Call->getType())) {
    Resolved R = resolve(Call->getArg(0));
    R.Iterator = static_cast<bool>(R);
    return R;
  }
  // get<0>(tuple), get(pointer)
  return Name == "get" ? resolve(Call->getArg(0)) : Resolved();
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

static void collectSteps(const Stmt *S,
                         llvm::DenseMap<const ValueDecl *, Step> &Out) {
  if (!S)
    return;
  const ValueDecl *D = nullptr;
  if (const Step Taken = stepOf(S, D); Taken != Step::None)
    Out[D] = Taken;
  for (const Stmt *Child : S->children())
    collectSteps(Child, Out);
}

Step ContainerRefs::counted(const ValueDecl *D) {
  if (!Steps) {
    Steps.emplace();
    if (F)
      collectSteps(F->getBody(), *Steps);
  }
  return Steps->lookup(D);
}

Symbol ContainerRefs::text(const Expr *E) {
  const ASTContext &Context = Unit.Builder.Context;
  if (E->getBeginLoc().isMacroID() || E->getBeginLoc().isInvalid())
    return 0;
  StringRef Source =
      Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                           Context.getSourceManager(), Context.getLangOpts());
  std::string Squeezed;
  for (char C : Source.take_front(200))
    if (!llvm::isSpace(C))
      Squeezed += C;
  return Unit.Builder.intern(Squeezed);
}

Datum ContainerRefs::datum(const Expr *E, bool WithText) {
  const Expr *Stripped = plain(E);
  Datum D = datumOf(Stripped, 0);
  if (E->getType().isNull()) // code that does not compile
    return D;
  D.Integral = E->getType()->isIntegralOrEnumerationType();
  D.Narrow |= D.From > Origin::Constant && hasFewValues(Unit.Types, E);
  if (WithText)
    D.Text = text(Stripped);
  return D;
}

static bool isNarrowOperator(BinaryOperatorKind K) {
  return K == BO_Rem || K == BO_And || BinaryOperator::isComparisonOp(K) ||
         BinaryOperator::isLogicalOp(K);
}

/// The value of an integral constant; the type's largest is no limit.
static void evaluate(const Expr *E, const ASTContext &Context, Datum &D) {
  const QualType T = E->getType();
  if (E->isValueDependent() || !T->isIntegralOrEnumerationType())
    return;
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Context))
    return;
  const llvm::APSInt &N = Result.Val.getInt();
  D.From = Origin::Constant;
  D.HasValue = true;
  const bool Largest = N.isUnsigned() ? N.isMaxValue() : N.isMaxSignedValue();
  D.Value = N.isNegative() || (Largest && N.getBitWidth() >= 32) ||
                    N.getActiveBits() > 62
                ? Datum::Unlimited
                : N.getExtValue();
}

static Datum join(Datum A, const Datum &B) {
  const bool Narrow = A.Narrow && B.Narrow;
  if (B.From > A.From)
    A = B;
  A.Narrow = Narrow || (A.Narrow && B.From <= Origin::Constant) ||
             (B.Narrow && A.From <= Origin::Constant);
  A.HasValue = false;
  A.Field = 0;
  return A;
}

Datum ContainerRefs::variableDatum(const VarDecl *V, unsigned Depth) {
  Datum D;
  if (const auto *Param = dyn_cast<ParmVarDecl>(V)) {
    // A lambda's parameter is filled in by its caller, whoever that is.
    const bool Own = Param->getDeclContext() == F;
    D.From = Own ? Origin::Param : Origin::Input;
    D.Param = Own ? Param->getFunctionScopeIndex() : 0;
  } else if (V->hasGlobalStorage()) {
    D.From = V->isConstexpr() || V->getType().isConstQualified()
                 ? Origin::Constant
                 : Origin::Own;
    if (V->getType()->isIntegralType(Unit.Builder.Context))
      D.Field = Unit.Builder.usr(V);
  } else if (auto It = Origins.find(V); It != Origins.end()) {
    D = It->second;
  } else if (const Expr *Init = V->getInit(); Init && Depth < MaxDefinitions) {
    D = datumOf(plain(Init), Depth + 1);
    D.Narrow |= hasFewValues(Unit.Types, V);
    // What starts as nothing or as a constant is filled in later.
    if (D.From <= Origin::Constant && !V->getType().isConstQualified())
      D.From = Origin::Input;
    Origins[V] = D;
  } else {
    D.From = Origin::Input;
  }
  if (Few.contains(V))
    D.Narrow = true;
  return D;
}

Datum ContainerRefs::callDatum(const CallExpr *Call, unsigned Depth) {
  Datum D;
  D.From = Origin::Own;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call))
    D = join(D, datumOf(plain(M->getImplicitObjectArgument()), Depth + 1));
  else if (!isa<CXXOperatorCallExpr>(Call) && !Call->getNumArgs())
    D.From = Origin::Input;
  for (const Expr *Arg : Call->arguments())
    D = join(D, datumOf(plain(Arg), Depth + 1));
  return D;
}

Datum ContainerRefs::datumOf(const Expr *E, unsigned Depth) {
  Datum D;
  if (Depth > 2 * MaxDefinitions)
    return D;
  const ASTContext &Context = Unit.Builder.Context;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl())) {
      D = variableDatum(V, Depth);
      if (D.From == Origin::Constant)
        evaluate(E, Context, D);
    } else {
      D.From =
          isa<BindingDecl>(Ref->getDecl()) ? Origin::Input : Origin::Constant;
    }
    if (Ref->getDecl()->getDeclName().isIdentifier())
      D.Name = Unit.Builder.intern(Ref->getDecl()->getName());
    return D;
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const ValueDecl *Decl = Member->getMemberDecl();
    if (isa<CXXThisExpr>(plain(Member->getBase())))
      D.From = counted(Decl) == Step::Up ? Origin::Counter : Origin::Own;
    else
      D = datumOf(plain(Member->getBase()), Depth + 1);
    D.HasValue = false;
    if (E->getType()->isIntegralType(Context))
      D.Field = Unit.Builder.usr(Decl);
    if (Decl->getDeclName().isIdentifier() && !isLibraryCode(Decl))
      D.Name = Unit.Builder.intern(Decl->getName());
    return D;
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    D = datumOf(plain(Op->getSubExpr()), Depth + 1);
    if (Op->isIncrementDecrementOp() && D.From <= Origin::Counter)
      D.From = Origin::Counter;
    if (D.From == Origin::Constant)
      evaluate(E, Context, D);
    return D;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    D = join(datumOf(plain(Op->getLHS()), Depth + 1),
             datumOf(plain(Op->getRHS()), Depth + 1));
    D.Narrow |= isNarrowOperator(Op->getOpcode());
    if (D.From == Origin::Constant)
      evaluate(E, Context, D);
    return D;
  }
  if (isa<StringLiteral, CharacterLiteral, CXXNullPtrLiteralExpr,
          FloatingLiteral, UserDefinedLiteral>(E)) {
    D.From = Origin::Constant;
    return D;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    D = callDatum(Call, Depth);
    evaluate(E, Context, D); // numeric_limits<>::max()
    return D;
  }
  if (isa<IntegerLiteral, CXXBoolLiteralExpr>(E)) {
    evaluate(E, Context, D);
    return D;
  }
  // As a key, another one for each object.
  if (isa<CXXThisExpr>(E)) {
    D.From = Origin::Input;
    D.Name = Unit.Builder.intern("this");
    return D;
  }
  if (isa<LambdaExpr, CXXNewExpr>(E)) {
    D.From = Origin::Input;
    return D;
  }
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      D = join(D, datumOf(plain(Sub), Depth + 1));
  if (D.From <= Origin::Constant)
    evaluate(E, Context, D);
  return D;
}

} // namespace heapwise::facts
