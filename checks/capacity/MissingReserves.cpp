//===-- MissingReserves.cpp - Growing loops of known length ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Capacity.h"

#include "../access/CopyCost.h"
#include "../access/Uses.h"
#include "../copies/Copies.h"
#include "../facts/FewValues.h"
#include "../facts/TypeModel.h"
#include "../fixes/FixPlan.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <optional>

using namespace clang;
using namespace heapwise::access;

namespace heapwise::capacity {

namespace {

/// Fewer elements are not worth a reserve().
constexpr uint64_t FewElements = 8;
/// A std::vector<bool> has this many in what others have one element in.
constexpr uint64_t BitsPerWord = 64;

/// How often a loop runs.
struct Bound {
  /// An expression for it; empty if none can be written down.
  std::string Text;
  /// True if it cannot be negative, so that reserve() may be given it as it is.
  bool IsUnsigned = false;
  std::optional<uint64_t> Known = {};
};

struct Growth {
  const ValueDecl *Container;
  /// The statement that adds to it, and how many elements.
  const Stmt *At;
  uint64_t Count;
};
using GrowthList = llvm::SmallVector<Growth, 2>;

class ReserveFinder {
public:
  ReserveFinder(Unit &U, const BodyIndex &Index, bool UpstreamOverlap,
                std::vector<LocalFinding> &Found)
      : U(U), Index(Index), UpstreamOverlap(UpstreamOverlap), Found(Found) {}

  void loop(const Stmt &Loop);
  void backInserter(const CallExpr &Call);
  void forEach(const CallExpr &Call);

private:
  void rounds(const Stmt &Loop, const Stmt &Body,
              llvm::function_ref<std::optional<Bound>()> BoundOf);
  bool isZero(const Expr *E) const {
    Expr::EvalResult Value;
    return E->EvaluateAsInt(Value, U.context()) && Value.Val.getInt() == 0;
  }
  std::optional<Bound> boundOf(const Stmt &Loop) const;
  std::optional<Bound> countedBound(const ForStmt &Loop) const;
  std::optional<Bound> countdownBound(const WhileStmt &Loop) const;
  std::optional<Bound> sizeOf(const Expr *Range) const;
  std::optional<Bound> countupBound(const WhileStmt &Loop) const;
  const Expr *countdownStart(const ForStmt &Loop, const BinaryOperator &Compare,
                             const VarDecl &Counter) const;
  Bound boundOfLimit(const Expr *Limit) const;
  bool isPlainValue(const Expr *E) const;
  bool isChangedIn(const Expr *E, const Stmt *Body) const;
  bool isMovedIn(const VarDecl &V, const Stmt *Body,
                 const Stmt *Step = nullptr) const;
  bool runsToTheEnd(const Stmt &Body) const;
  void considerChoice(const IfStmt &If, GrowthList &Growths) const;
  const Expr *grown(const Stmt *S) const;
  uint64_t countAdded(const Stmt *S) const;
  bool changesSize(const Expr *Container) const;
  bool isElseChanged(const ValueDecl &V, const Stmt &Body,
                     const GrowthList &Growths) const;
  bool isEmptyBefore(const ValueDecl &V, const Stmt &Loop) const;
  bool isJustCleared(const VarDecl &V, const Stmt &Loop) const;
  bool isEmptyMember(const FieldDecl &F, const Stmt &Loop) const;
  bool isReportedUpstream(const ValueDecl &V, const Stmt &Loop,
                          const Stmt &Body) const;
  const Expr *keyAddedTo(const Expr *Container) const;
  bool hasFewKeys(const Growth &G) const;
  void report(const ValueDecl &V, SourceLocation Loc, const Stmt &Before,
              const Bound &B, uint64_t Times);

  Unit &U;
  const BodyIndex &Index;
  const bool UpstreamOverlap;
  std::vector<LocalFinding> &Found;
};

const Stmt *bodyOf(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getBody();
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getBody();
  return nullptr;
}

const VarDecl *variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// A variable or a member of this object.
const ValueDecl *containerNamed(const Expr *E) {
  if (const VarDecl *V = variableOf(E))
    return V;
  const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
  return Member && isa<CXXThisExpr>(Member->getBase()->IgnoreImpCasts())
             ? dyn_cast<FieldDecl>(Member->getMemberDecl())
             : nullptr;
}

/// Without parentheses and conversions of numbers, written or not: the size()
/// in `(int)v.size()`.
const Expr *withoutCasts(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
  return Cast && Cast->getType()->isIntegerType() &&
                 Cast->getSubExpr()->getType()->isIntegerType()
             ? withoutCasts(Cast->getSubExpr())
             : E;
}

/// The operand of `*p`, of a pointer or a handle, or null.
const Expr *dereferenced(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Op = dyn_cast<UnaryOperator>(E))
    return Op->getOpcode() == UO_Deref ? Op->getSubExpr() : nullptr;
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  return Call && Call->getNumArgs() == 1 &&
                 (Call->getOperator() == OO_Star ||
                  Call->getOperator() == OO_Arrow) &&
                 facts::isLibraryCode(Call->getDirectCallee())
             ? Call->getArg(0)
             : nullptr;
}

/// A name, a member, a number, the size() of a name, an accessor: free to be
/// evaluated once more.
bool ReserveFinder::isPlainValue(const Expr *E) const {
  E = withoutCasts(E);
  if (isa<DeclRefExpr, IntegerLiteral, CXXThisExpr>(E))
    return true;
  if (const Expr *Handle = dereferenced(E))
    return isPlainValue(Handle);
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isPlainValue(Member->getBase());
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (!Method || !Method->isConst() || Call->getNumArgs() != 0 ||
        !isPlainValue(Call->getImplicitObjectArgument()))
      return false;
    if (facts::isLibraryCode(Method))
      return true;
    const Summary *S = Method->isVirtual() ? nullptr : U.summary(Method);
    return S && S->Effects.empty() && !S->Returned.empty();
  }
  return false;
}

std::optional<Bound> ReserveFinder::sizeOf(const Expr *Range) const {
  if (!isPlainValue(Range))
    return std::nullopt;
  const Expr *Handle = dereferenced(Range);
  const std::string Text =
      fixes::sourceText(*(Handle ? Handle : Range)->IgnoreImplicit(),
                        U.context())
          .str();
  const QualType T = Range->getType().getNonReferenceType();
  if (const auto *Array = U.context().getAsConstantArrayType(T)) {
    const uint64_t Size = Array->getSize().getZExtValue();
    return Size > FewElements
               ? std::optional(Bound{std::to_string(Size), true, Size})
               : std::nullopt;
  }
  const CXXRecordDecl *R = recordOf(T);
  if (isLibraryClass(R, {"forward_list"}) ||
      !(isContainer(R) || isLibraryClass(R, {"span", "basic_string_view"})))
    return std::nullopt;
  return Bound{Text + (Handle ? "->size()" : ".size()"), true};
}

/// True if the number \p E, or the container whose size() it is, may change in
/// \p Body; elements may.
bool ReserveFinder::isChangedIn(const Expr *E, const Stmt *Body) const {
  E = withoutCasts(E);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    E = Call->getImplicitObjectArgument();
  if (!E->isGLValue() && !E->getType()->isPointerType())
    return false;
  const AccessPaths Bounds = E->getType()->isPointerType()
                                 ? pathsBehind(U, Index, E)
                                 : pathsOf(U, Index, E);
  const auto Changes = [](const AccessPath &Written, const AccessPath &P) {
    return Written.Start == P.Start && Written.Variable == P.Variable &&
           Written.Steps.size() <= P.Steps.size() &&
           llvm::all_of(llvm::zip(Written.Steps, P.Steps), [](const auto &S) {
             return std::get<0>(S).Kind == std::get<1>(S).Kind &&
                    std::get<0>(S).Member == std::get<1>(S).Member;
           });
  };
  return llvm::any_of(U.effects(Index), [&](const Effect &Each) {
    return Each.Kind == Effect::Write && Index.contains(Body, Each.At) &&
           llvm::any_of(Bounds, [&](const AccessPath &P) {
             return P.Start != Root::Unknown && P.Start != Root::Temporary &&
                    Changes(Each.Path, P);
           });
  });
}

/// True if the counter or iterator \p V is set or handed out to be set in
/// \p Body, other than by \p Step.
bool ReserveFinder::isMovedIn(const VarDecl &V, const Stmt *Body,
                              const Stmt *Step) const {
  return llvm::any_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
    if (!Index.contains(Body, Ref) || (Step && Index.contains(Step, Ref)))
      return false;
    const Stmt *Parent = Index.parent(Ref);
    if (const auto *Op = dyn_cast<UnaryOperator>(Parent))
      return Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf;
    if (const auto *Op = dyn_cast<BinaryOperator>(Parent))
      return Op->isAssignmentOp() && Op->getLHS() == Ref;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(Parent))
      return llvm::any_of(Lambda->captures(), [&](const LambdaCapture &C) {
        return C.capturesVariable() && C.getCapturedVar() == &V &&
               C.getCaptureKind() == LCK_ByRef;
      });
    const auto *Call = dyn_cast<CallExpr>(Parent);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F)
      return false;
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    const bool HasObject = isa<CXXOperatorCallExpr>(Call) && Method;
    for (unsigned I = 0; I != Call->getNumArgs(); ++I) {
      if (Call->getArg(I) != Ref)
        continue;
      if (HasObject && I == 0)
        return !Method->isConst();
      const unsigned Place = I - (HasObject ? 1 : 0);
      // emplace(name, i) copies the counter.
      if (facts::isLibraryCode(F) && isForwardingParameter(F, Place))
        return false;
      const QualType T = Place < F->getNumParams()
                             ? F->getParamDecl(Place)->getType()
                             : QualType();
      return !T.isNull() && T->isLValueReferenceType() &&
             !T->getPointeeType().isConstQualified();
    }
    return false;
  });
}

/// True for `++V` and `V++`, of a number or an iterator.
bool isIncrementOf(const Stmt *S, const VarDecl &V) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return false;
  E = E->IgnoreImplicit();
  if (const auto *Op = dyn_cast<UnaryOperator>(E))
    return Op->isIncrementOp() && variableOf(Op->getSubExpr()) == &V;
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  return Call && Call->getOperator() == OO_PlusPlus &&
         variableOf(Call->getArg(0)) == &V;
}

/// \p Limit itself, as the number of rounds from zero up to it.
Bound ReserveFinder::boundOfLimit(const Expr *Limit) const {
  const Expr *Plain = withoutCasts(Limit);
  Bound B{fixes::sourceText(*Plain, U.context()).str(),
          Plain->getType()->isUnsignedIntegerType() ||
              Limit->isIntegerConstantExpr(U.context())};
  Expr::EvalResult Value;
  if (Limit->EvaluateAsInt(Value, U.context()))
    B.Known = Value.Val.getInt().getLimitedValue();
  return B;
}

std::optional<Bound> ReserveFinder::countedBound(const ForStmt &Loop) const {
  const auto *Start = dyn_cast_or_null<DeclStmt>(Loop.getInit());
  const auto *Counter = Start && Start->isSingleDecl()
                            ? dyn_cast<VarDecl>(Start->getSingleDecl())
                            : nullptr;
  const Expr *Condition =
      Loop.getCond() ? Loop.getCond()->IgnoreParenImpCasts() : nullptr;
  const auto *Step = dyn_cast_or_null<UnaryOperator>(Loop.getInc());
  if (!Counter || !Counter->getInit() || !Condition)
    return std::nullopt;
  // for (auto it = c.begin(); it != c.end(); ++it), which C++20 may rewrite
  const Expr *Left = nullptr, *Right = nullptr;
  if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(Condition);
      Compare && Compare->getOperator() == OO_ExclaimEqual) {
    Left = Compare->getArg(0);
    Right = Compare->getArg(1);
  } else if (const auto *Rewritten =
                 dyn_cast<CXXRewrittenBinaryOperator>(Condition);
             Rewritten && Rewritten->getOperator() == BO_NE) {
    Left = Rewritten->getLHS();
    Right = Rewritten->getRHS();
  }
  if (Left) {
    const auto *End = dyn_cast<CXXMemberCallExpr>(
        Right->IgnoreImplicit()->IgnoreParenImpCasts());
    const CXXMethodDecl *Method = End ? End->getMethodDecl() : nullptr;
    const Expr *First = Counter->getInit()->IgnoreImplicit();
    const auto *Call = dyn_cast<CXXMemberCallExpr>(First);
    const CXXMethodDecl *Begin = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Begin || !Method->getIdentifier() ||
        !Begin->getIdentifier() || !Method->getName().ends_with("end") ||
        !Begin->getName().ends_with("begin") ||
        variableOf(Left->IgnoreImplicit()) != Counter ||
        !isIncrementOf(Loop.getInc(), *Counter) ||
        isMovedIn(*Counter, Loop.getBody()) ||
        isChangedIn(End->getImplicitObjectArgument(), Loop.getBody()))
      return std::nullopt;
    return sizeOf(End->getImplicitObjectArgument());
  }
  const auto *Compare = dyn_cast<BinaryOperator>(Condition);
  if (!Compare || isMovedIn(*Counter, Loop.getBody()))
    return std::nullopt;
  if (const Expr *Start = countdownStart(Loop, *Compare, *Counter))
    return isa<IntegerLiteral>(withoutCasts(Start)) || !isPlainValue(Start)
               ? std::nullopt
               : std::optional(boundOfLimit(Start));
  if (variableOf(Compare->getLHS()) != Counter || !Step ||
      !Step->isIncrementOp() || variableOf(Step->getSubExpr()) != Counter ||
      !Counter->getType()->isIntegerType() ||
      !isPlainValue(Compare->getRHS()) ||
      isChangedIn(Compare->getRHS(), Loop.getBody()))
    return std::nullopt;
  const Expr *Limit = Compare->getRHS();
  Expr::EvalResult First, Last;
  const bool FromZero = Counter->getInit()->EvaluateAsInt(First, U.context()) &&
                        First.Val.getInt() == 0;
  if (Limit->EvaluateAsInt(Last, U.context()) &&
      Last.Val.getInt().getExtValue() <= static_cast<int64_t>(FewElements))
    return std::nullopt;
  if (!FromZero ||
      (Compare->getOpcode() != BO_LT && Compare->getOpcode() != BO_NE))
    return Compare->getOpcode() == BO_LT || Compare->getOpcode() == BO_LE ||
                   Compare->getOpcode() == BO_NE
               ? std::optional(Bound())
               : std::nullopt;
  return boundOfLimit(Limit);
}

/// The number of rounds of a loop that counts down to zero, or null:
/// `i = n; i > 0; --i`, `i = n; i-- > 0;`, `i = n - 1; i >= 0; --i`.
const Expr *ReserveFinder::countdownStart(const ForStmt &Loop,
                                          const BinaryOperator &Compare,
                                          const VarDecl &Counter) const {
  if (!isZero(Compare.getRHS()))
    return nullptr;
  const Expr *Start = Counter.getInit()->IgnoreParenImpCasts();
  const bool IsPositive =
      Compare.getOpcode() == BO_GT || Compare.getOpcode() == BO_NE;
  const auto IsDecrement = [&](const Stmt *S) {
    const auto *Op = dyn_cast_or_null<UnaryOperator>(S);
    return Op && Op->isDecrementOp() &&
           variableOf(Op->getSubExpr()) == &Counter;
  };
  if (!Loop.getInc())
    return IsPositive && IsDecrement(Compare.getLHS()->IgnoreParenImpCasts()) &&
                   cast<UnaryOperator>(Compare.getLHS()->IgnoreParenImpCasts())
                       ->isPostfix()
               ? Start
               : nullptr;
  if (variableOf(Compare.getLHS()) != &Counter || !IsDecrement(Loop.getInc()))
    return nullptr;
  if (IsPositive)
    return Start;
  const auto *Minus = dyn_cast<BinaryOperator>(withoutCasts(Start));
  Expr::EvalResult One;
  return Compare.getOpcode() == BO_GE && Minus &&
                 Minus->getOpcode() == BO_Sub &&
                 Minus->getRHS()->EvaluateAsInt(One, U.context()) &&
                 One.Val.getInt() == 1
             ? Minus->getLHS()
             : nullptr;
}

/// `while (i < n) { ...; ++i; }` with a counter that starts at zero.
std::optional<Bound> ReserveFinder::countupBound(const WhileStmt &Loop) const {
  const auto *Compare =
      dyn_cast<BinaryOperator>(Loop.getCond()->IgnoreParenImpCasts());
  const auto *Block = dyn_cast<CompoundStmt>(Loop.getBody());
  const VarDecl *Counter = Compare ? variableOf(Compare->getLHS()) : nullptr;
  if (!Counter || !Block || Block->body_empty() ||
      (Compare->getOpcode() != BO_LT && Compare->getOpcode() != BO_NE) ||
      !Counter->hasLocalStorage() || !Counter->getType()->isIntegerType() ||
      !Counter->getInit() || !isZero(Counter->getInit()) ||
      !isPlainValue(Compare->getRHS()) ||
      isChangedIn(Compare->getRHS(), Block) ||
      Index.enclosingLoop(&Loop) !=
          Index.enclosingLoop(Index.declaration(Counter)))
    return std::nullopt;
  const Stmt *Step = Block->body_back();
  if (!isIncrementOf(Step, *Counter) || isMovedIn(*Counter, Block, Step) ||
      llvm::any_of(Index.references(Counter), [&](const DeclRefExpr *Ref) {
        return Index.begin(Ref) < Index.begin(&Loop);
      }))
    return std::nullopt;
  Expr::EvalResult Last;
  if (Compare->getRHS()->EvaluateAsInt(Last, U.context()) &&
      Last.Val.getInt().getExtValue() <= static_cast<int64_t>(FewElements))
    return std::nullopt;
  return boundOfLimit(Compare->getRHS());
}

/// while (n-- > 0), while (n--)
std::optional<Bound>
ReserveFinder::countdownBound(const WhileStmt &Loop) const {
  const Expr *Condition = Loop.getCond()->IgnoreParenImpCasts();
  if (const auto *Compare = dyn_cast<BinaryOperator>(Condition)) {
    if ((Compare->getOpcode() != BO_GT && Compare->getOpcode() != BO_NE) ||
        !isZero(Compare->getRHS()))
      return std::nullopt;
    Condition = Compare->getLHS()->IgnoreParenImpCasts();
  }
  const auto *Step = dyn_cast<UnaryOperator>(Condition);
  const VarDecl *Counter = Step ? variableOf(Step->getSubExpr()) : nullptr;
  if (!Counter || Step->getOpcode() != UO_PostDec ||
      isChangedIn(Step->getSubExpr(), Loop.getBody()))
    return std::nullopt;
  return Bound{Counter->getName().str(),
               Counter->getType()->isUnsignedIntegerType()};
}

std::optional<Bound> ReserveFinder::boundOf(const Stmt &Loop) const {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getRangeInit()->isLValue() && !Range->getInit()
               ? sizeOf(Range->getRangeInit())
               : std::nullopt;
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return countedBound(*For);
  if (const auto *While = dyn_cast<WhileStmt>(&Loop)) {
    const std::optional<Bound> Down = countdownBound(*While);
    return Down ? Down : countupBound(*While);
  }
  return std::nullopt;
}

/// No way out of the loop before its time, and no round that is cut short.
bool ReserveFinder::runsToTheEnd(const Stmt &Body) const {
  return llvm::none_of(Index.statements(), [&](const Stmt *S) {
    return isa<BreakStmt, ReturnStmt, ContinueStmt, GotoStmt>(S) &&
           Index.contains(&Body, S) &&
           Index.enclosing<LambdaExpr>(S) == Index.enclosing<LambdaExpr>(&Body);
  });
}

/// The hash table of `m[key]`, or null.
const Expr *subscriptedMap(const Expr *E) {
  const auto *Subscript =
      dyn_cast<CXXOperatorCallExpr>(E->IgnoreParenImpCasts());
  return Subscript && Subscript->getOperator() == OO_Subscript &&
                 isLibraryClass(recordOf(Subscript->getArg(0)->getType()),
                                {"unordered_map"})
             ? Subscript->getArg(0)
             : nullptr;
}

const Expr *assignedMap(const CXXOperatorCallExpr *Call) {
  return Call->getOperator() == OO_Equal ? subscriptedMap(Call->getArg(0))
                                         : nullptr;
}

/// A literal that is given as a pointer, or null.
const StringLiteral *literalIn(const Expr *E) {
  return dyn_cast<StringLiteral>(E->IgnoreParenImpCasts());
}

/// How many elements the statement \p S, of which grown() knows, adds.
uint64_t ReserveFinder::countAdded(const Stmt *S) const {
  const Expr *E = cast<Expr>(S)->IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    const StringLiteral *Literal =
        Operator->getNumArgs() > 1 ? literalIn(Operator->getArg(1)) : nullptr;
    return Operator->getOperator() == OO_PlusEqual && Literal
               ? Literal->getLength()
               : 1;
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  Expr::EvalResult Count;
  const bool IsAppend = Call && Call->getNumArgs() == 2 &&
                        Call->getMethodDecl()->getIdentifier() &&
                        Call->getMethodDecl()->getName() == "append";
  return IsAppend && Call->getArg(0)->EvaluateAsInt(Count, U.context())
             ? Count.Val.getInt().getZExtValue()
             : 1;
}

/// The container to which the statement \p S adds elements, or null.
const Expr *ReserveFinder::grown(const Stmt *S) const {
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return nullptr;
  E = E->IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    const Expr *Object = Operator->getArg(0);
    if (const Expr *Map = assignedMap(Operator))
      return Map;
    return Operator->getOperator() == OO_PlusEqual &&
                   isLibraryClass(recordOf(Object->getType()),
                                  {"basic_string"}) &&
                   (Operator->getArg(1)->getType()->isAnyCharacterType() ||
                    literalIn(Operator->getArg(1)))
               ? Object
               : nullptr;
  }
  if (const auto *Assign = dyn_cast<BinaryOperator>(E))
    return Assign->getOpcode() == BO_Assign ? subscriptedMap(Assign->getLHS())
                                            : nullptr;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getIdentifier())
    return nullptr;
  const Expr *Object = Call->getImplicitObjectArgument();
  const CXXRecordDecl *R = recordOf(Object->getType());
  const llvm::StringRef Name = Method->getName();
  if (isLibraryClass(R, {"basic_string"}) && Name == "append") {
    Expr::EvalResult Count;
    return Call->getNumArgs() == 2 &&
                   Call->getArg(1)->getType()->isAnyCharacterType() &&
                   Call->getArg(0)->EvaluateAsInt(Count, U.context())
               ? Object
               : nullptr;
  }
  if (isLibraryClass(R, {"vector", "basic_string"}))
    return Name == "push_back" || Name == "emplace_back" ? Object : nullptr;
  if (isLibraryClass(R, {"unordered_map", "unordered_set", "unordered_multimap",
                         "unordered_multiset"}))
    return (Name == "insert" && Call->getNumArgs() == 1) || Name == "emplace" ||
                   Name == "try_emplace" || Name == "insert_or_assign"
               ? Object
               : nullptr;
  return nullptr;
}

/// True if \p V is a local variable that starts empty, and nothing happens to
/// it before \p Loop, in the block of which it is declared.
bool ReserveFinder::isEmptyBefore(const ValueDecl &D, const Stmt &Loop) const {
  if (const auto *Field = dyn_cast<FieldDecl>(&D))
    return isEmptyMember(*Field, Loop);
  const auto &V = cast<VarDecl>(D);
  if (isa<ParmVarDecl>(V))
    return isJustCleared(V, Loop);
  if (!V.hasLocalStorage() || V.getType()->isReferenceType())
    return false;
  if (const Expr *Init = V.getInit()) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
    const auto *List = dyn_cast<InitListExpr>(Init->IgnoreImplicit());
    if (!(Construct && Construct->getNumArgs() == 0) &&
        !(List && List->getNumInits() == 0))
      return false;
  }
  const Stmt *Declaration = Index.declaration(&V);
  if (!Declaration ||
      Index.enclosingLoop(Declaration) != Index.enclosingLoop(&Loop))
    return false;
  return llvm::none_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
    return Index.begin(Ref) < Index.begin(&Loop);
  });
}

/// True if the last that happens to \p V before \p Loop is clear(), in the same
/// block and in no other loop: a parameter that is filled for the caller.
bool ReserveFinder::isJustCleared(const VarDecl &V, const Stmt &Loop) const {
  if (Index.enclosingLoop(&Loop) || Index.enclosing<LambdaExpr>(&Loop))
    return false;
  const DeclRefExpr *Last = nullptr;
  for (const DeclRefExpr *Ref : Index.references(&V))
    if (Index.begin(Ref) < Index.begin(&Loop))
      Last = Ref;
  const auto *Member =
      Last ? dyn_cast_or_null<MemberExpr>(Index.parent(Last)) : nullptr;
  return Member && Member->getMemberDecl()->getIdentifier() &&
         Member->getMemberDecl()->getName() == "clear" &&
         Index.parent(Index.fullExpression(Last)) == Index.parent(&Loop);
}

/// A member that the constructor starts with, or that was just cleared.
bool ReserveFinder::isEmptyMember(const FieldDecl &F, const Stmt &Loop) const {
  if (Index.enclosingLoop(&Loop) || Index.enclosing<LambdaExpr>(&Loop))
    return false;
  bool IsEmpty = false;
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&Index.function()))
    IsEmpty = !F.hasInClassInitializer() && !C->isDelegatingConstructor() &&
              llvm::none_of(C->inits(), [&](const CXXCtorInitializer *Init) {
                return Init->isWritten() && Init->getMember() == &F;
              });
  for (const Stmt *S : Index.statements()) {
    if (Index.begin(S) >= Index.begin(&Loop))
      break;
    const auto *Member = dyn_cast<MemberExpr>(S);
    if (!Member || Member->getMemberDecl() != &F)
      continue;
    const auto *Method = dyn_cast_or_null<MemberExpr>(Index.parent(Member));
    IsEmpty = Method && isa<CXXThisExpr>(Member->getBase()->IgnoreImpCasts()) &&
              Method->getMemberDecl()->getIdentifier() &&
              Method->getMemberDecl()->getName() == "clear";
    if (!IsEmpty)
      return false;
  }
  return IsEmpty;
}

/// True if upstream's check sees it: a vector that is not named by an alias,
/// and a loop that does nothing else.
bool ReserveFinder::isReportedUpstream(const ValueDecl &V, const Stmt &Loop,
                                       const Stmt &Body) const {
  const auto IsAlias = [](QualType T) {
    return T.getNonReferenceType()->getAs<TypedefType>() != nullptr;
  };
  const auto *Block = dyn_cast<CompoundStmt>(&Body);
  if (!isLibraryClass(recordOf(V.getType()), {"vector"}) ||
      IsAlias(V.getType()) || (Block && Block->size() != 1))
    return false;
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return isLibraryClass(recordOf(Range->getRangeInit()->getType()),
                          {"vector", "deque", "list", "map", "set",
                           "unordered_map", "unordered_set"}) &&
           isa<DeclRefExpr>(Range->getRangeInit()->IgnoreParenImpCasts()) &&
           !IsAlias(Range->getRangeInit()->getType());
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Compare =
      For ? dyn_cast_or_null<BinaryOperator>(For->getCond()) : nullptr;
  return Compare && Compare->getOpcode() == BO_LT;
}

const Stmt *onlyStatement(const Stmt *S) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(S);
  return Block && Block->size() == 1 ? *Block->body_begin() : S;
}

/// True unless \p Container is read, or its elements are changed.
bool ReserveFinder::changesSize(const Expr *Container) const {
  const Stmt *Parent = Index.parent(Container);
  while (isa_and_nonnull<ParenExpr>(Parent) ||
         (isa_and_nonnull<ImplicitCastExpr>(Parent) &&
          cast<Expr>(Parent)->isGLValue())) {
    if (cast<Expr>(Parent)->getType().isConstQualified())
      return false;
    Parent = Index.parent(Parent);
  }
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    return Method && !Method->isConst() && !hasConstTwin(*Method);
  }
  if (const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Parent)) {
    const auto *Method =
        dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
    if (Method && Call->getArg(0)->IgnoreParens() == Container)
      return !Method->isConst() && !hasConstTwin(*Method) &&
             Call->getOperator() != OO_Subscript;
  }
  return usesOf(U, Index, Container).Mutated;
}

/// Each branch adds one to the same container.
void ReserveFinder::considerChoice(const IfStmt &If,
                                   GrowthList &Growths) const {
  const Stmt *Then = onlyStatement(If.getThen());
  const Stmt *Else = onlyStatement(If.getElse());
  const Expr *A = grown(Then), *B = grown(Else);
  const ValueDecl *V = A ? containerNamed(A) : nullptr;
  if (V && B && containerNamed(B) == V &&
      copies::isPlainCode(Then->getBeginLoc(), U.context())) {
    Growths.push_back({V, Then, std::min(countAdded(Then), countAdded(Else))});
    Growths.push_back({V, Else, 0});
  }
}

/// True if \p Body does something else to \p V that changes its size: the
/// bound does not tell how long it gets.
bool ReserveFinder::isElseChanged(const ValueDecl &V, const Stmt &Body,
                                  const GrowthList &Growths) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    if (!isa<DeclRefExpr, MemberExpr>(S) || !Index.contains(&Body, S) ||
        containerNamed(cast<Expr>(S)) != &V)
      return false;
    const bool IsGrowth = llvm::any_of(Growths, [&](const Growth &G) {
      const Expr *Container = G.Container == &V ? grown(G.At) : nullptr;
      return Container && Container->IgnoreParenImpCasts() == S;
    });
    return !IsGrowth && changesSize(cast<Expr>(S));
  });
}

/// The range that the algorithm \p Call goes through: the c of
/// std::transform(c.begin(), c.end(), ..) and std::ranges::transform(c, ..);
/// \p To is the argument after it.
const Expr *rangeOf(const CallExpr &Call, const Expr *&To) {
  const FunctionDecl &F = *Call.getDirectCallee();
  const unsigned First = isRangeFunction(F) ? 1 : 0;
  const auto AtEnd = [&](unsigned I, llvm::StringRef Name) -> const Expr * {
    const auto *At =
        dyn_cast<CXXMemberCallExpr>(Call.getArg(I)->IgnoreImplicit());
    return At && At->getMethodDecl() && At->getMethodDecl()->getIdentifier() &&
                   At->getMethodDecl()->getName().ends_with(Name)
               ? At->getImplicitObjectArgument()
               : nullptr;
  };
  if (First && Call.getNumArgs() >= 3 &&
      !isCursor(Call.getArg(First)->getType())) {
    To = Call.getArg(First + 1);
    return Call.getArg(First);
  }
  if (Call.getNumArgs() < First + 3)
    return nullptr;
  const Expr *Range = AtEnd(First, "begin"), *End = AtEnd(First + 1, "end");
  To = Call.getArg(First + 2);
  return Range && End && variableOf(Range) &&
                 variableOf(Range) == variableOf(End)
             ? Range
             : nullptr;
}

/// The key that the call which adds to \p Container gives, or null.
const Expr *ReserveFinder::keyAddedTo(const Expr *Container) const {
  const Stmt *Parent = Index.parent(Container);
  while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Parent))
    Parent = Index.parent(Parent);
  if (isa_and_nonnull<MemberExpr>(Parent))
    Parent = Index.parent(Parent);
  const auto *Call = dyn_cast_or_null<CallExpr>(Parent);
  const unsigned Place = isa_and_nonnull<CXXOperatorCallExpr>(Call) ? 1 : 0;
  return Call && Call->getNumArgs() > Place ? Call->getArg(Place) : nullptr;
}

/// True if there are few keys, however often the loop runs: a set of flags, of
/// remainders.
bool ReserveFinder::hasFewKeys(const Growth &G) const {
  const CXXRecordDecl *R = recordOf(G.Container->getType());
  if (!isLibraryClass(R, {"unordered_map", "unordered_set"}))
    return false;
  facts::ContainerTypes Types;
  const Expr *Container = grown(G.At);
  const Expr *Key = Container ? keyAddedTo(Container) : nullptr;
  return Types.domain(templateArgument(R, 0)) == facts::KeyDomain::Finite ||
         (Key && facts::hasFewValues(Types, Key));
}

void ReserveFinder::loop(const Stmt &Loop) {
  if (const Stmt *Body = bodyOf(Loop))
    rounds(Loop, *Body, [&] { return boundOf(Loop); });
}

/// std::for_each(c.begin(), c.end(), [&](auto &x) { v.push_back(x); })
void ReserveFinder::forEach(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !facts::isLibraryCode(F) || calledName(*F) != "for_each")
    return;
  const Expr *Function = nullptr;
  const Expr *Range = rangeOf(Call, Function);
  const auto *Lambda =
      Range ? dyn_cast<LambdaExpr>(Function->IgnoreUnlessSpelledInSource())
            : nullptr;
  if (Lambda && !Lambda->isGenericLambda())
    rounds(*Index.fullExpression(&Call), *Lambda->getBody(),
           [&] { return sizeOf(Range); });
}

/// True for a std::vector<bool> that grows no more often than a vector of few
/// elements.
static bool isFewBits(const ValueDecl &V, const Bound &B, uint64_t Times) {
  const CXXRecordDecl *R = recordOf(V.getType());
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  return B.Known && isLibraryClass(R, {"vector"}) && S &&
         S->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         S->getTemplateArgs()[0].getAsType()->isBooleanType() &&
         *B.Known <= FewElements * BitsPerWord / Times;
}

/// \p Body runs as often as \p BoundOf tells.
void ReserveFinder::rounds(const Stmt &Loop, const Stmt &RoundBody,
                           llvm::function_ref<std::optional<Bound>()> BoundOf) {
  const Stmt *Body = &RoundBody;
  if (!copies::isPlainCode(Loop.getBeginLoc(), U.context()))
    return;
  GrowthList Growths;
  const auto Consider = [&](const Stmt *S) {
    const Expr *Container = grown(S);
    const ValueDecl *V = Container ? containerNamed(Container) : nullptr;
    if (V && copies::isPlainCode(S->getBeginLoc(), U.context()))
      Growths.push_back({V, S, countAdded(S)});
    else if (const auto *If = dyn_cast<IfStmt>(S); If && If->getElse())
      considerChoice(*If, Growths);
  };
  if (const auto *Block = dyn_cast<CompoundStmt>(Body))
    llvm::for_each(Block->body(), Consider);
  else
    Consider(Body);
  if (Growths.empty())
    return;
  const std::optional<Bound> B = BoundOf();
  if (!B || !runsToTheEnd(*Body))
    return;
  llvm::SmallPtrSet<const ValueDecl *, 2> Seen;
  for (const Growth &First : Growths) {
    const ValueDecl &V = *First.Container;
    if (!Seen.insert(&V).second || !isEmptyBefore(V, Loop) ||
        (!UpstreamOverlap && isReportedUpstream(V, Loop, *Body)) ||
        isElseChanged(V, *Body, Growths))
      continue;
    uint64_t Times = 0;
    for (const Growth &G : Growths)
      Times += G.Container == &V ? G.Count : 0;
    if (!isFewBits(V, *B, Times) && !hasFewKeys(First))
      report(V, First.At->getBeginLoc(), Loop, *B, Times);
  }
}

void ReserveFinder::report(const ValueDecl &V, SourceLocation Loc,
                           const Stmt &Before, const Bound &B, uint64_t Times) {
  LocalFinding F;
  F.Loc = Loc;
  const std::string Name = V.getName().str();
  F.Message = "'" + Name + "' grows in a loop " +
              (B.Text.empty() ? "of known length"
                              : "that runs '" + B.Text + "' times") +
              " without reserving room first";
  const std::string Count =
      Times == 1 ? B.Text : std::to_string(Times) + " * " + B.Text;
  // A loop that is the body of an if or of another loop has no room for a
  // statement before it.
  const bool HasRoom = isa_and_nonnull<CompoundStmt>(Index.parent(&Before));
  if (!B.Text.empty() && B.IsUnsigned && HasRoom)
    F.Hints = {FixItHint::CreateInsertion(
        Before.getBeginLoc(),
        Name + ".reserve(" + Count + ");\n" +
            fixes::indentation(Before.getBeginLoc(), U.context()).str())};
  else
    F.Notes.push_back({Before.getBeginLoc(),
                       B.Text.empty() ? "call reserve() before the loop"
                                      : "call '" + Name + ".reserve(" + Count +
                                            ")' before the loop"});
  Found.push_back(std::move(F));
}

/// std::transform(c.begin(), c.end(), std::back_inserter(v), f)
void ReserveFinder::backInserter(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !facts::isLibraryCode(F) ||
      !(F->isInStdNamespace() || isRangeFunction(*F)) ||
      (calledName(*F) != "transform" && calledName(*F) != "copy") ||
      !copies::isPlainCode(Call.getBeginLoc(), U.context()))
    return;
  const Expr *To = nullptr;
  const Expr *Range = rangeOf(Call, To);
  const auto *Inserter =
      Range ? dyn_cast<CallExpr>(To->IgnoreImplicit()) : nullptr;
  const FunctionDecl *Made = Inserter ? Inserter->getDirectCallee() : nullptr;
  if (!Made || !Made->getIdentifier() || Made->getName() != "back_inserter")
    return;
  const VarDecl *V = variableOf(Inserter->getArg(0));
  const Stmt *Statement = Index.fullExpression(&Call);
  if (!V || !isLibraryClass(recordOf(V->getType()), {"vector", "basic_string"}))
    return;
  const std::optional<Bound> B = sizeOf(Range);
  if (B && isEmptyBefore(*V, *Statement))
    report(*V, Statement->getBeginLoc(), *Statement, *B, 1);
}

} // namespace

void findMissingReserves(Unit &U, const BodyIndex &Index, bool UpstreamOverlap,
                         std::vector<LocalFinding> &Found) {
  ReserveFinder Finder(U, Index, UpstreamOverlap, Found);
  for (const Stmt *S : Index.statements()) {
    if (isLoop(S)) {
      Finder.loop(*S);
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      Finder.backInserter(*Call);
      Finder.forEach(*Call);
    }
  }
}

} // namespace heapwise::capacity
