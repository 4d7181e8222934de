//===-- Uses.cpp - What a function does with a variable -------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Uses.h"

#include "Unit.h"

#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::access {

bool hasConstTwin(const CXXMethodDecl &Method) {
  const auto TakesTheSame = [&](const CXXMethodDecl &Other) {
    if (!Other.isConst() || Other.getNumParams() != Method.getNumParams())
      return false;
    for (unsigned I = 0; I != Method.getNumParams(); ++I)
      if (Other.getParamDecl(I)->getType().getCanonicalType() !=
          Method.getParamDecl(I)->getType().getCanonicalType())
        return false;
    return true;
  };
  // The two overloads of a member template (find with a transparent
  // comparator) have parameters of different types; their number has to do.
  const FunctionTemplateDecl *Template = Method.getPrimaryTemplate();
  for (const NamedDecl *D : Method.getParent()->lookup(Method.getDeclName())) {
    if (const auto *Other = dyn_cast<CXXMethodDecl>(D))
      if (Other != &Method && TakesTheSame(*Other))
        return true;
    const auto *OtherTemplate = dyn_cast<FunctionTemplateDecl>(D);
    if (!Template || !OtherTemplate || OtherTemplate == Template)
      continue;
    const auto *Other =
        dyn_cast<CXXMethodDecl>(OtherTemplate->getTemplatedDecl());
    if (Other && Other->isConst() &&
        Other->getNumParams() == Method.getNumParams())
      return true;
  }
  return false;
}

bool isRangeFunction(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->getOverloadedOperator() != OO_Call ||
      !facts::isLibraryCode(&F))
    return false;
  for (const DeclContext *Scope = Method->getParent()->getDeclContext(); Scope;
       Scope = Scope->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope))
      if (Space->getName() == "ranges")
        return true;
  return false;
}

// libstdc++ has the class __find_if_fn for std::ranges::find_if, libc++
// __find_if.
StringRef calledName(const FunctionDecl &F) {
  if (!isRangeFunction(F))
    return F.getIdentifier() ? F.getName() : StringRef();
  StringRef Name = cast<CXXMethodDecl>(F).getParent()->getName();
  Name.consume_front("__");
  Name.consume_back("_fn");
  return Name;
}

bool isReadingAlgorithm(const FunctionDecl *F) {
  const StringRef Name = F ? calledName(*F) : StringRef();
  if (Name.empty() || !facts::isLibraryCode(F))
    return false;
  static constexpr StringRef Names[] = {"accumulate",
                                        "adjacent_find",
                                        "advance",
                                        "all_of",
                                        "any_of",
                                        "begin",
                                        "binary_search",
                                        "cbegin",
                                        "cend",
                                        "count",
                                        "count_if",
                                        "crbegin",
                                        "crend",
                                        "data",
                                        "distance",
                                        "empty",
                                        "end",
                                        "equal",
                                        "equal_range",
                                        "find",
                                        "find_end",
                                        "find_first_of",
                                        "find_if",
                                        "find_if_not",
                                        "includes",
                                        "inner_product",
                                        "is_permutation",
                                        "is_sorted",
                                        "is_sorted_until",
                                        "lexicographical_compare",
                                        "lower_bound",
                                        "max_element",
                                        "min_element",
                                        "minmax_element",
                                        "mismatch",
                                        "next",
                                        "none_of",
                                        "prev",
                                        "rbegin",
                                        "reduce",
                                        "rend",
                                        "search",
                                        "size",
                                        "ssize",
                                        "transform_reduce",
                                        "upper_bound"};
  return llvm::is_contained(Names, Name);
}

QualType patternOfParameter(const FunctionDecl &F, unsigned Index) {
  const FunctionTemplateDecl *T = F.getPrimaryTemplate();
  const FunctionDecl *Pattern = T ? T->getTemplatedDecl() : nullptr;
  if (!Pattern || Pattern->getNumParams() == 0)
    return {};
  // A pack stands for all arguments from its place on.
  const QualType Type =
      Pattern->getParamDecl(std::min(Index, Pattern->getNumParams() - 1))
          ->getType();
  const auto *Pack = Type->getAs<PackExpansionType>();
  return Pack ? Pack->getPattern() : Type;
}

bool isForwardingParameter(const FunctionDecl *F, unsigned Index) {
  const QualType Type = patternOfParameter(*F, Index);
  return !Type.isNull() && Type->isRValueReferenceType() &&
         Type->getPointeeType()->isTemplateTypeParmType();
}

/// True if an algorithm is given a lambda that may change its elements.
static bool passesChangingLambda(const CallExpr *Call) {
  return llvm::any_of(Call->arguments(), [](const Expr *A) {
    const CXXRecordDecl *R = recordOf(A->getType());
    const CXXMethodDecl *Body =
        R && R->isLambda() ? R->getLambdaCallOperator() : nullptr;
    return Body && llvm::any_of(Body->parameters(), [](const ParmVarDecl *P) {
             const QualType T = P->getType();
             return T->isReferenceType() &&
                    !T->getPointeeType().isConstQualified();
           });
  });
}

bool callsReadingLambdas(const CallExpr *Call) {
  const CXXRecordDecl *R =
      Call->getNumArgs() ? recordOf(Call->getArg(0)->getType()) : nullptr;
  return R && R->isLambda() && !passesChangingLambda(Call);
}

bool readsThroughCursors(const CXXMethodDecl &Method) {
  return isContainer(Method.getParent()) &&
         !(Method.getIdentifier() && Method.getName() == "copy");
}

namespace {

/// Library functions whose result leads into their first argument.
bool isAccessor(const FunctionDecl *F) {
  const facts::LibraryFunction Kind = facts::libraryFunction(F);
  if (Kind == facts::LibraryFunction::Identity ||
      Kind == facts::LibraryFunction::Element)
    return true;
  static constexpr StringRef Names[] = {"begin",  "end",     "cbegin", "cend",
                                        "rbegin", "rend",    "max",    "min",
                                        "get_if", "any_cast"};
  return F && F->getIdentifier() && facts::isLibraryCode(F) &&
         llvm::is_contained(Names, F->getName());
}

/// True if the elements of the container \p T lead to something, and those that
/// the iterators \p Iterator lead to do not: string_views made of strings.
bool makesCursors(QualType T, QualType Iterator) {
  const QualType Value = pointedTo(Iterator);
  return Value != Iterator && holds(T) > holds(Value);
}

/// True for vector(first, last).
bool readsRange(const CXXConstructExpr &Construct) {
  return isContainer(recordOf(Construct.getType())) &&
         Construct.getNumArgs() >= 2 &&
         isCursor(Construct.getArg(0)->getType()) &&
         isCursor(Construct.getArg(1)->getType()) &&
         !makesCursors(Construct.getType(), Construct.getArg(0)->getType());
}

class Flow {
public:
  Flow(Unit &U, const BodyIndex &Index, ArrayRef<const Expr *> Except = {})
      : U(U), Index(Index), Except(Except) {}

  /// \p Leads if it is a pointer, an iterator or a view into the object.
  void variable(const ValueDecl *D, bool Leads = false);
  /// \p E designates the object or a part of it.
  void object(const Expr *E);
  /// \p E is a pointer to, an iterator or a view into the object.
  void cursor(const Expr *E);

  Uses Result;

private:
  void change() { Result.Mutated = true; }
  void read() {}
  void objectIn(const Expr *E, const Stmt *Parent);
  void cast(const CastExpr *Cast);
  void cursorIn(const Expr *E, const Stmt *Parent);
  void cursorOperator(const Expr *E, const CXXOperatorCallExpr *Call);
  void cursorArgument(const Expr *E, const CallExpr *Call);
  void member(const MemberExpr *Member);
  void method(const CallExpr *Call, const CXXMethodDecl *Method);
  void argument(const Expr *E, const Expr *Call, const FunctionDecl *F,
                unsigned Place);
  void mutableArgument(const Expr *E, const CallExpr *Call,
                       const FunctionDecl *F, unsigned Place);
  void constructed(const Expr *E, const CXXConstructExpr *Construct);
  void result(const Expr *Call);
  void initialises(const Expr *E, bool IsCursor);
  void assigned(const ValueDecl &D);
  void kept(const Expr *E, const Expr *Keeper, bool IsCursor);
  void forwarded(const Expr *E, const CallExpr *Call);
  void keptByMethod(const Expr *E, const CallExpr *Call);
  void binary(const Expr *E, const BinaryOperator *Op);

  Unit &U;
  const BodyIndex &Index;
  const ArrayRef<const Expr *> Except;
  llvm::DenseSet<const ValueDecl *> Seen;
};

void Flow::variable(const ValueDecl *D, bool Leads) {
  if (!Seen.insert(D).second)
    return;
  if (const auto *Parts = dyn_cast<DecompositionDecl>(D))
    for (const BindingDecl *Part : Parts->bindings())
      variable(Part);
  for (const DeclRefExpr *Ref : Index.references(D)) {
    if (Leads)
      cursor(Ref);
    else
      object(Ref);
    if (Result.Mutated)
      return;
  }
}

void Flow::object(const Expr *E) {
  Result.Reads.push_back(E);
  objectIn(E, Index.parent(E));
}

void Flow::cursor(const Expr *E) {
  Result.Reads.push_back(E);
  cursorIn(E, Index.parent(E));
}

void Flow::cast(const CastExpr *Cast) {
  switch (Cast->getCastKind()) {
  case CK_NoOp:
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
  case CK_BaseToDerived:
  case CK_Dynamic:
    if (isa<CXXConstCastExpr>(Cast))
      return change();
    return objectIn(Cast, Index.parent(Cast));
  case CK_ArrayToPointerDecay:
    return cursorIn(Cast, Index.parent(Cast));
  case CK_LValueToRValue:
  case CK_ToVoid:
    return read();
  default:
    return change();
  }
}

void Flow::objectIn(const Expr *E, const Stmt *Parent) {
  if (Result.Mutated)
    return;
  // Initialisers of members: only a copy is of this kind there.
  if (!Parent)
    return E->isGLValue() ? change() : read();
  if (const auto *Cast = dyn_cast<CastExpr>(Parent))
    return cast(Cast);
  if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
          SubstNonTypeTemplateParmExpr>(Parent))
    return objectIn(::clang::cast<Expr>(Parent), Index.parent(Parent));
  if (const auto *Member = dyn_cast<MemberExpr>(Parent))
    return member(Member);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Parent)) {
    const FunctionDecl *F = Call->getDirectCallee();
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
    const bool IsStaticOrFree = !Method || Method->isStatic();
    for (unsigned I = 0; I != Call->getNumArgs(); ++I)
      if (Call->getArg(I) == E) {
        if (!IsStaticOrFree && I == 0)
          return method(Call, Method);
        return argument(E, Call, F, I - (IsStaticOrFree ? 0 : 1));
      }
    return change();
  }
  if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
    for (unsigned I = 0; I != Call->getNumArgs(); ++I)
      if (Call->getArg(I) == E)
        return argument(E, Call, Call->getDirectCallee(), I);
    return change(); // it is called itself
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent))
    return constructed(E, Construct);
  if (const auto *Op = dyn_cast<UnaryOperator>(Parent)) {
    if (Op->getOpcode() == UO_AddrOf)
      return cursorIn(Op, Index.parent(Op));
    return Op->isIncrementDecrementOp() ? change() : read();
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(Parent))
    return binary(E, Op);
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(Parent)) {
    if (Choice->getCond() == E || !Choice->isGLValue())
      return read();
    return objectIn(Choice, Index.parent(Choice));
  }
  if (isa<DeclStmt>(Parent))
    return initialises(E, /*IsCursor=*/false);
  if (isa<LambdaExpr>(Parent))
    return Index.initialised(E) ? initialises(E, /*IsCursor=*/false) : read();
  if (isa<ReturnStmt, CXXThrowExpr, CXXDeleteExpr>(Parent))
    return E->isGLValue() ? change() : read();
  if (isa<UnaryExprOrTypeTraitExpr, CXXTypeidExpr, CXXNoexceptExpr>(Parent))
    return read();
  if (isa<InitListExpr>(Parent))
    return E->isGLValue() ? change() : read();
  // A statement: nobody looks at the value.
  return isa<Expr>(Parent) ? change() : read();
}

void Flow::binary(const Expr *E, const BinaryOperator *Op) {
  if (Op->isAssignmentOp() && Op->getLHS() == E)
    return change();
  if (Op->getOpcode() == BO_Comma && Op->getRHS() == E)
    return objectIn(Op, Index.parent(Op));
  return Op->isPtrMemOp() ? change() : read();
}

void Flow::member(const MemberExpr *Member) {
  if (isa<VarDecl>(Member->getMemberDecl()))
    return read();
  if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl())) {
    if (Field->getType()->isReferenceType())
      return read(); // a copy refers to the same
    Result.Reads.push_back(Member);
    return objectIn(Member, Index.parent(Member));
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
  const Stmt *Parent = Index.parent(Member);
  while (isa_and_nonnull<ParenExpr>(Parent))
    Parent = Index.parent(Parent);
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Parent);
  if (!Method || !Call)
    return change();
  method(Call, Method);
}

/// The iteration of a range-for, which no one has written.
static bool isImplicitCall(const CallExpr *Call) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const Expr *Object = Member ? Member->getImplicitObjectArgument() : nullptr;
  const auto *Ref =
      Object ? dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts()) : nullptr;
  return Ref && Ref->getDecl()->isImplicit();
}

void Flow::method(const CallExpr *Call, const CXXMethodDecl *Method) {
  if (Method->isStatic() || llvm::is_contained(Except, Call))
    return read();
  if (Method->getRefQualifier() == RQ_RValue)
    return change();
  // What a unique_ptr leads to is its own.
  if (isUniquePointer(Method->getParent()) && Method->isConst())
    return result(Call);
  if (Method->isConst()) {
    // What a const method hands out to be changed is not part of the object,
    // or it is through a pointer that a copy would hold as well.
    const QualType Type = Call->getType();
    if (Call->isGLValue() && !Type.isConstQualified())
      return read();
    if (Type->isPointerType() && !Type->getPointeeType().isConstQualified())
      return read();
    return result(Call);
  }
  if (!hasConstTwin(*Method))
    return change();
  Result.NonConstCall |= !isImplicitCall(Call);
  Result.NonConstCursor |= !Call->isGLValue();
  result(Call);
}

void Flow::result(const Expr *Call) {
  if (Call->isGLValue())
    return object(Call);
  if (isCursor(Call->getType()))
    return cursor(Call);
}

void Flow::argument(const Expr *E, const Expr *Call, const FunctionDecl *F,
                    unsigned Place) {
  if (llvm::is_contained(Except, Call))
    return read();
  const auto *Function = dyn_cast<CallExpr>(Call);
  if (!F || Place >= F->getNumParams()) // a function pointer; an ellipsis
    return E->isGLValue() ? change() : read();
  const QualType Type = F->getParamDecl(Place)->getType();
  if (!Type->isReferenceType())
    return read();
  if (Type->isRValueReferenceType())
    return E->isLValue() ? mutableArgument(E, Function, F, Place) : change();
  if (!Type->getPointeeType().isConstQualified())
    return mutableArgument(E, Function, F, Place);
  if (Function && (Function->isGLValue() || isCursor(Function->getType())) &&
      isAccessor(F))
    return result(Function);
}

void Flow::mutableArgument(const Expr *E, const CallExpr *Call,
                           const FunctionDecl *F, unsigned Place) {
  Result.NonConstCall = Result.NonConstCursor = true;
  if (facts::isLibraryCode(F)) {
    if (Call && (isAccessor(F) || isReadingAlgorithm(F))) {
      if (F->getIdentifier() && F->getName() == "const_pointer_cast")
        return change();
      return result(Call);
    }
    const facts::LibraryFunction Kind = facts::libraryFunction(F);
    const bool Keeps =
        Kind == facts::LibraryFunction::Move ||
        Kind == facts::LibraryFunction::Swap ||
        Kind == facts::LibraryFunction::Exchange ||
        (F->getIdentifier() &&
         (F->getName() == "tie" || F->getName() == "forward_as_tuple"));
    // They hand on what they are given as it is.
    static constexpr StringRef Handing[] = {"visit", "apply", "invoke",
                                            "invoke_r"};
    if (F->getIdentifier() && llvm::is_contained(Handing, F->getName()))
      return Call && callsReadingLambdas(Call) ? read() : change();
    // A view of it.
    if (Call && Call->isPRValue() && isRangeView(recordOf(Call->getType())))
      return result(Call);
    // make_pair, emplace_back: they copy what they are given as an lvalue.
    if (!Keeps && !isRangeFunction(*F) && isForwardingParameter(F, Place))
      return Call ? forwarded(E, Call) : read();
    return change();
  }
  if (!U.onlyReads(F, Place))
    return change();
  Result.NeedsNonConst = true;
}

void Flow::constructed(const Expr *E, const CXXConstructExpr *Construct) {
  const CXXConstructorDecl *C = Construct->getConstructor();
  for (unsigned I = 0; I != Construct->getNumArgs(); ++I)
    if (Construct->getArg(I) == E) {
      // A capture by copy keeps the object for itself, for who knows how long.
      if (C->isMoveConstructor() ||
          isa_and_nonnull<LambdaExpr>(Index.parent(Construct)))
        return change();
      // variant(x) holds all of it, too.
      if ((C->isCopyConstructor() ||
           isLibraryClass(C->getParent(),
                          {"optional", "variant", "any", "pair", "tuple"})) &&
          isa<DeclRefExpr>(E->IgnoreParenImpCasts()))
        Result.CopiedWhole = true;
      if (isCursor(Construct->getType()) && facts::isLibraryCode(C))
        return result(Construct);
      argument(E, Construct, C, I);
      // It may keep a reference.
      if (!Result.Mutated && !C->isCopyConstructor() && E->isGLValue() &&
          I < C->getNumParams() &&
          C->getParamDecl(I)->getType()->isReferenceType() &&
          !facts::isLibraryCode(C))
        kept(E, Construct, /*IsCursor=*/false);
      return;
    }
  change();
}

void Flow::initialises(const Expr *E, bool IsCursor) {
  const VarDecl *V = Index.initialised(E);
  if (!V)
    return change();
  const QualType Type = V->getType();
  if (!IsCursor && !Type->isReferenceType())
    return read();
  // `auto` follows when the object becomes const, a type that is spelled does
  // not.
  const bool Spelled =
      !V->isImplicit() &&
      !V->getTypeSourceInfo()->getType()->getContainedAutoType();
  const QualType Target = Type->isReferenceType() || Type->isPointerType()
                              ? Type->getPointeeType()
                              : Type;
  if (!Target.isConstQualified()) {
    Result.NonConstBinding = true;
    Result.NonConstCall |= isa<DecompositionDecl>(V);
  }
  if (Spelled && !Target.isConstQualified() && !isConstCursor(Type))
    Result.NeedsNonConst = true;
  if (V->hasGlobalStorage())
    return change();
  variable(V, IsCursor && !isa<DecompositionDecl>(V));
}

/// A pointer or iterator that was declared before is made to lead here.
void Flow::assigned(const ValueDecl &D) {
  if (!isConstCursor(D.getType()))
    Result.NeedsNonConst = true;
  variable(&D, /*Leads=*/true);
}

/// The object that \p Keeper yields or is a method of holds the reference,
/// pointer or iterator \p E: what is done by way of that one is not seen, but
/// when it is last named.
void Flow::kept(const Expr *E, const Expr *Keeper, bool IsCursor) {
  const QualType Given = IsCursor ? pointedTo(E->getType()) : E->getType();
  const Hold Held = holds(Keeper->getType().getNonReferenceType(), Given);
  const bool MayChange = IsCursor ? !isConstCursor(E->getType())
                                  : !E->getType().isConstQualified();
  if (Held == Hold::Nothing)
    return;
  if (Held == Hold::ToChange && MayChange)
    return change();
  const VarDecl *V = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Keeper->IgnoreParenImpCasts())) {
    V = dyn_cast<VarDecl>(Ref->getDecl());
  } else if (!Keeper->isGLValue()) {
    for (const Stmt *S = Keeper; S && !V && isa<Expr>(S); S = Index.parent(S)) {
      // A temporary is gone before anything changes.
      if (isa<LambdaExpr, CXXNewExpr, InitListExpr>(S))
        return change();
      V = Index.initialised(::clang::cast<Expr>(S));
      if (!V && isa_and_nonnull<ReturnStmt>(Index.parent(S)))
        return change();
    }
    if (!V)
      return;
  }
  if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType())
    return change(); // it may stay for who knows how long
  for (const DeclRefExpr *Ref : Index.references(V))
    Result.Reads.push_back(Ref);
}

void Flow::cursorIn(const Expr *E, const Stmt *Parent) {
  if (Result.Mutated)
    return;
  if (!Parent)
    return change();
  if (const auto *Cast = dyn_cast<CastExpr>(Parent)) {
    if (isa<CXXConstCastExpr, CXXReinterpretCastExpr>(Cast))
      return change();
    if (Cast->getCastKind() == CK_PointerToBoolean ||
        Cast->getCastKind() == CK_ToVoid)
      return read();
    return cursorIn(Cast, Index.parent(Cast));
  }
  if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
          AbstractConditionalOperator>(Parent))
    return cursorIn(cast_or_null<Expr>(Parent), Index.parent(Parent));
  if (const auto *Op = dyn_cast<UnaryOperator>(Parent)) {
    if (Op->getOpcode() == UO_Deref)
      return object(Op);
    return Op->isIncrementDecrementOp()   ? cursorIn(Op, Index.parent(Op))
           : Op->getOpcode() == UO_AddrOf ? change()
                                          : read();
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Parent))
    return Subscript->getBase() == E ? object(Subscript) : read();
  if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
    if (Member->isArrow())
      return member(Member);
    if (isa<FieldDecl>(Member->getMemberDecl()))
      return cursorIn(Member, Index.parent(Member));
    const Stmt *Call = Index.parent(Member);
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    // begin() of a view need not be const. What moves a view or an iterator
    // changes no element.
    if (Method && isBitReference(E->getType()) && !Method->isConst())
      return change(); // flip()
    if (Call && isa<CXXMemberCallExpr>(Call) && Method &&
        (Method->isConst() || facts::isLibraryCode(Method)))
      return result(cast_or_null<Expr>(Call));
    return change();
  }
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Parent))
    return cursorOperator(E, Call);
  if (const auto *Call = dyn_cast<CallExpr>(Parent))
    return cursorArgument(E, Call);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
    if (isLibraryClass(recordOf(Construct->getType()), {"move_iterator"}))
      return change();
    if (isCursor(Construct->getType()))
      return cursorIn(Construct, Index.parent(Construct));
    if (!facts::isLibraryCode(Construct->getConstructor()) &&
        !isConstCursor(E->getType()))
      return change();
    return readsRange(*Construct) ? read()
                                  : kept(E, Construct, /*IsCursor=*/true);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(Parent)) {
    if (Op->isAdditiveOp())
      return cursorIn(Op, Index.parent(Op));
    if (!Op->isAssignmentOp())
      return read();
    const auto *Target = dyn_cast<DeclRefExpr>(Op->getLHS()->IgnoreParens());
    if (Op->getLHS() == E)
      return read();
    return Target ? assigned(*Target->getDecl()) : change();
  }
  if (isa<DeclStmt>(Parent))
    return initialises(E, /*IsCursor=*/true);
  if (isa<ReturnStmt, LambdaExpr, InitListExpr>(Parent))
    return change();
  return isa<Expr>(Parent) ? change() : read();
}

void Flow::cursorOperator(const Expr *E, const CXXOperatorCallExpr *Call) {
  const bool IsFirst = Call->getNumArgs() && Call->getArg(0) == E;
  // `v[0] = true` writes into the vector<bool>.
  if (IsFirst && isBitReference(E->getType()))
    return change();
  switch (Call->getOperator()) {
  case OO_Star:
    return Call->getNumArgs() == 1 ? result(Call) : read();
  case OO_Subscript:
    return result(Call);
  case OO_Arrow:
  case OO_PlusPlus:
  case OO_MinusMinus:
  case OO_Plus:
  case OO_Minus:
  case OO_PlusEqual:
  case OO_MinusEqual:
    return isCursor(Call->getType()) ? cursorIn(Call, Index.parent(Call))
                                     : read();
  case OO_Equal: {
    if (IsFirst)
      return read();
    const auto *Target = dyn_cast<DeclRefExpr>(Call->getArg(0)->IgnoreParens());
    return Target ? assigned(*Target->getDecl()) : change();
  }
  case OO_Pipe: // v | std::views::reverse
    return isCursor(Call->getType()) ? cursorIn(Call, Index.parent(Call))
                                     : change();
  case OO_Call: // std::views::reverse(v)
    return cursorArgument(E, Call);
  case OO_EqualEqual:
  case OO_ExclaimEqual:
  case OO_Less:
  case OO_LessEqual:
  case OO_Greater:
  case OO_GreaterEqual:
  case OO_Spaceship:
  case OO_LessLess:
    return read();
  default:
    return change();
  }
}

/// make_unique<Writer>(x), writers.emplace_back(x): what they make may keep a
/// reference.
void Flow::forwarded(const Expr *E, const CallExpr *Call) {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
    return kept(E, Member->getImplicitObjectArgument(), /*IsCursor=*/false);
  if (Call->isPRValue())
    return kept(E, Call, /*IsCursor=*/false);
}

/// v.insert(p, first, last) only reads, unless what it makes leads to what it
/// has read; v.push_back(s.data()) keeps what it is given.
void Flow::keptByMethod(const Expr *E, const CallExpr *Call) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const Expr *Object = Member ? Member->getImplicitObjectArgument() : nullptr;
  if (!Object)
    return read();
  // A position in the container itself.
  const bool IsRange =
      llvm::count_if(Call->arguments(), [&](const Expr *A) {
        return A->getType().getCanonicalType().getUnqualifiedType() ==
               E->getType().getCanonicalType().getUnqualifiedType();
      }) > 1;
  const QualType T = Object->getType().getNonReferenceType();
  if (IsRange && !makesCursors(T, E->getType()))
    return read();
  return Member->getMethodDecl() && Member->getMethodDecl()->isConst()
             ? read()
             : kept(E, Object, /*IsCursor=*/true);
}

void Flow::cursorArgument(const Expr *E, const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  if (llvm::is_contained(Except, Call))
    return read();
  if (passesChangingLambda(Call))
    return change();
  if (!F)
    return isConstCursor(E->getType()) ? read() : change();
  if (facts::isLibraryCode(F)) {
    if (isReadingAlgorithm(F) || isAccessor(F))
      return isCursor(Call->getType()) || Call->isGLValue() ? result(Call)
                                                            : read();
    // v.insert(p, first, last), s.append(first, last), but in.read(p, n)
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
      return readsThroughCursors(*Method) || isConstCursor(E->getType())
                 ? keptByMethod(E, Call)
                 : change();
    // The ranges that copy() and transform() read come first.
    static constexpr StringRef Copying[] = {
        "copy",         "copy_if",      "copy_n",         "transform",
        "partial_sum",  "set_union",    "set_difference", "set_intersection",
        "merge",        "unique_copy",  "remove_copy",    "remove_copy_if",
        "replace_copy", "reverse_copy", "for_each",       "memcmp",
        "strlen",       "strcmp",       "strncmp",        "memchr"};
    if (F->getIdentifier() && llvm::is_contained(Copying, F->getName()))
      return Call->getNumArgs() &&
                     (Call->getArg(0) == E ||
                      (Call->getNumArgs() > 1 && Call->getArg(1) == E))
                 ? read()
                 : change();
    return isConstCursor(E->getType()) ? read() : change();
  }
  return isConstCursor(E->getType()) ? read() : change();
}

} // namespace

Uses usesOf(Unit &U, const BodyIndex &Index, const ValueDecl *D,
            ArrayRef<const Expr *> Except) {
  Flow F(U, Index, Except);
  F.variable(D);
  return std::move(F.Result);
}

Uses usesOf(Unit &U, const BodyIndex &Index, const Expr *E) {
  Flow F(U, Index);
  F.object(E);
  return std::move(F.Result);
}

} // namespace heapwise::access
