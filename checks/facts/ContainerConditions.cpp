//===-- ContainerConditions.cpp - What a branch asks ----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerConditions.h"
#include "FewValues.h"
#include "Words.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

bool speaksOfTime(StringRef Text) {
  return hasWord(Text,
                 {"time",    "now",        "expire",   "expired", "expires",
                  "expiry",  "expiration", "deadline", "age",     "ttl",
                  "timeout", "timestamp",  "stamp",    "ticks",   "elapsed",
                  "chrono",  "old",        "oldest",   "stale",   "lifetime"});
}

namespace {
class ConditionReader {
public:
  explicit ConditionReader(ContainerRefs &Refs) : Refs(Refs) {}

  void read(const Expr *E, bool Negated);
  llvm::SmallVector<Condition, 2> Result;

private:
  void add(Condition::Test Kind, bool Negated, PlaceRef At = {},
           Datum Limit = {}) {
    Condition C;
    C.Kind = Kind;
    C.Negated = Negated;
    C.At = At;
    C.Limit = Limit;
    Result.push_back(std::move(C));
  }
  void keepChoice(std::size_t First);
  void addNonZero(bool Negated, const Expr *Quantity, const Datum &D);
  bool readSearch(const Expr *Found, bool Same);
  bool readChoice(BinaryOperatorKind Op, const Expr *L, const Expr *R,
                  bool Negated);
  void readComparison(const Expr *Whole, BinaryOperatorKind Op, const Expr *L,
                      const Expr *R, bool Negated);
  bool readPredicate(const Expr *E, bool Negated);
  void readTruth(const Expr *E, bool Negated);
  bool readMethod(const CXXMemberCallExpr *Call, bool Negated);
  PlaceRef sizeOf(const Expr *E, unsigned Depth = 0);
  bool hasQuantity(const Expr *E);
  bool isEnd(const Expr *E);

  ContainerRefs &Refs;
  unsigned Steps = 0; ///< into functions and flags
};
} // namespace

/// What a call of a function of the object's own comes to that only returns it:
/// `size_ >= limit_` for `isFull()`. Null for any other expression.
static const Expr *returnedBy(const Expr *E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  const FunctionDecl *Definition = nullptr;
  if (!Method || Method->isVirtual() || Call->getNumArgs() ||
      !isa<CXXThisExpr>(
          Call->getImplicitObjectArgument()->IgnoreParenImpCasts()) ||
      !Method->hasBody(Definition))
    return nullptr;
  const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

/// The comparison that the local flag \p E was set to, or null.
static const Expr *flagFrom(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->isLocalVarDecl() || V->isStaticLocal() || !V->getInit() ||
      !V->getType()->isBooleanType())
    return nullptr;
  const auto *Op = dyn_cast<BinaryOperator>(plain(V->getInit()));
  return Op && (Op->isComparisonOp() || Op->isLogicalOp()) ? Op : nullptr;
}

/// The container whose size is part of \p E.
PlaceRef ConditionReader::sizeOf(const Expr *E, unsigned Depth) {
  E = plain(E);
  if (Depth > 4)
    return {};
  if (const Expr *Returned = returnedBy(E))
    return sizeOf(Returned, Depth + 1);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    if (containerUse(plainName(Call->getMethodDecl())) == ContainerUse::Size)
      if (Resolved R = Refs.resolve(Call->getImplicitObjectArgument()))
        return R.Ref;
  if (const auto *Call = dyn_cast<CallExpr>(E);
      Call && Call->getNumArgs() == 1 &&
      plainName(Call->getDirectCallee()) == "size")
    if (Resolved R = Refs.resolve(Call->getArg(0)))
      return R.Ref;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->isLocalVarDecl() && V->getInit() &&
        V->getType()->isIntegerType())
      return sizeOf(V->getInit(), Depth + 1);
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isAdditiveOp()) {
    PlaceRef Left = sizeOf(Op->getLHS(), Depth + 1);
    return Left ? Left : sizeOf(Op->getRHS(), Depth + 1);
  }
  return {};
}

/// The atomic object whose value \p E is, or \p E.
static const Expr *behindAtomic(const Expr *E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (!Call || !Call->getMethodDecl() ||
      !isLibraryCode(Call->getMethodDecl()) ||
      !Call->getRecordDecl()->getName().contains("atomic"))
    return E;
  return plain(Call->getImplicitObjectArgument());
}

/// True for a number, atomic or not.
static bool isNumber(QualType T) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return T->isArithmeticType() ||
         (R && R->getIdentifier() && R->getName().contains("atomic"));
}

/// True if a number that outlives the call is part of \p E.
bool ConditionReader::hasQuantity(const Expr *E) {
  E = behindAtomic(plain(E));
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl, VarDecl>(Member->getMemberDecl()) &&
           isNumber(E->getType());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && V->hasGlobalStorage() && isNumber(E->getType()) &&
           !V->getType().isConstQualified();
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    return hasQuantity(Op->getLHS()) || hasQuantity(Op->getRHS());
  if (const auto *Op = dyn_cast<UnaryOperator>(E))
    return hasQuantity(Op->getSubExpr());
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E))
    return Op->getNumArgs() == 1 && hasQuantity(Op->getArg(0));
  return false;
}

/// The parts from \p First on are alternatives: that a key is one of a few is
/// known only if each says so of the same key.
void ConditionReader::keepChoice(std::size_t First) {
  const auto Either = llvm::MutableArrayRef(Result).drop_front(First);
  const auto IsChoice = [&](const Condition &C) {
    return C.Kind == Condition::Test::OneOf && !C.Negated &&
           C.Limit.Text == Either.front().Limit.Text;
  };
  if (llvm::all_of(Either, IsChoice))
    return;
  for (Condition &C : Either) {
    C.Either = true;
    if (C.Kind == Condition::Test::OneOf)
      C.Kind = Condition::Test::Other;
  }
}

/// A number that is not zero; where it is counted down, a budget.
void ConditionReader::addNonZero(bool Negated, const Expr *Quantity,
                                 const Datum &D) {
  Quantity = behindAtomic(plain(Quantity));
  if (const auto *Op = dyn_cast<UnaryOperator>(Quantity))
    Quantity = plain(Op->getSubExpr());
  const ValueDecl *Of = namedBy(Quantity);
  if (Of && hasQuantity(Quantity) && Refs.counted(Of) == Step::Down)
    return add(Condition::Test::Amount, Negated);
  add(Condition::Test::NonZero, Negated, {}, D);
}

bool ConditionReader::isEnd(const Expr *E) {
  E = plain(E);
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const StringRef Name = plainName(Call->getDirectCallee());
    return Name == "end" || Name == "cend" || Name == "constEnd";
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->isLocalVarDecl() && V->getInit())
      return !isa<DeclRefExpr>(plain(V->getInit())) && isEnd(V->getInit());
  return false;
}

static Datum keyOf(const Resolved &R) {
  Datum Key;
  Key.Text = R.Key;
  return Key;
}

/// `std::find(begin(table), end(table), key)` in a table that never changes.
bool ConditionReader::readSearch(const Expr *Found, bool Same) {
  Found = plain(Found);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Found))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->isLocalVarDecl() && V->getInit())
      Found = plain(V->getInit());
  const auto *Call = dyn_cast<CallExpr>(Found);
  if (!Call || Call->getNumArgs() < 2 || isa<CXXMemberCallExpr>(Call) ||
      plainName(Call->getDirectCallee()) != "find" ||
      !isInConstantTable(Call->getArg(0)))
    return false;
  add(Condition::Test::OneOf, Same, {},
      Refs.datum(Call->getArg(Call->getNumArgs() == 2 ? 1 : 2)));
  return true;
}

/// `key == "literal"`, `key < 128`.
bool ConditionReader::readChoice(BinaryOperatorKind Op, const Expr *L,
                                 const Expr *R, bool Negated) {
  constexpr std::int64_t MaxFew = 65536;
  Datum Constant = Refs.datum(R, false);
  const bool Swapped = Constant.From != Origin::Constant;
  if (Swapped)
    Constant = Refs.datum(L, false);
  if (Constant.From != Origin::Constant)
    return false;
  const Datum Key = Refs.datum(Swapped ? R : L);
  if (Key.From == Origin::Constant || !Key.Text || Key.Field)
    return false;
  if (BinaryOperator::isEqualityOp(Op)) {
    add(Condition::Test::OneOf, (Op == BO_EQ) == Negated, {}, Key);
    return true;
  }
  if (!Constant.HasValue || Constant.Value > MaxFew)
    return false;
  const bool Below = (Op == BO_LT || Op == BO_LE) != Swapped;
  add(Condition::Test::OneOf, Below == Negated, {}, Key);
  return true;
}

static bool isZeroOrOne(const Datum &D) { return D.HasValue && D.Value <= 1; }

void ConditionReader::readComparison(const Expr *Whole, BinaryOperatorKind Op,
                                     const Expr *L, const Expr *R,
                                     bool Negated) {
  const bool Equality = BinaryOperator::isEqualityOp(Op);
  const bool Same = (Op == BO_EQ) != Negated;
  if (isEnd(R) || isEnd(L)) {
    const Expr *Found = isEnd(R) ? L : R;
    if (const Resolved At = Refs.resolve(Found))
      return add(Condition::Test::Miss, !Same, At.Ref, keyOf(At));
    if (readSearch(Found, Same))
      return;
    return add(Condition::Test::Other, Negated);
  }
  for (auto [Side, Against] : {std::pair(L, R), std::pair(R, L)})
    if (PlaceRef At = sizeOf(Side)) {
      const Datum Limit = Refs.datum(Against, false);
      if (isZeroOrOne(Limit))
        return add(Condition::Test::Empty, Equality ? !Same : !Negated, At);
      if (!sizeOf(Against))
        return add(Condition::Test::Size, Negated, At, Limit);
    }
  // m.count(k) == 0, slot == nullptr
  for (auto [Side, Against] : {std::pair(L, R), std::pair(R, L)})
    if (isZeroOrOne(Refs.datum(Against, false)) ||
        isa<CXXNullPtrLiteralExpr>(plain(Against))) {
      if (Resolved Found = Refs.resolve(Side);
          Found && (Found.Ref.Depth || Found.Iterator))
        return add(Condition::Test::Miss, Equality ? !Same : !Negated,
                   Found.Ref, keyOf(Found));
      const Datum D = Refs.datum(Side, false);
      if (D.Field && Refs.datum(Against, false).HasValue)
        return addNonZero(Equality ? Same : Negated, Side, D);
    }
  if (Equality) {
    if (!readChoice(Op, L, R, Negated))
      add(Condition::Test::Other, Negated);
    return;
  }
  const ASTContext &Context = Refs.Unit.Builder.Context;
  const StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Whole->getSourceRange()),
      Context.getSourceManager(), Context.getLangOpts());
  if (speaksOfTime(Text))
    return add(Condition::Test::Time, Negated);
  for (auto [Side, Against] : {std::pair(L, R), std::pair(R, L)})
    if (hasQuantity(Side))
      return add(Condition::Test::Amount, Negated, {},
                 Refs.datum(Against, false));
  if (!readChoice(Op, L, R, Negated))
    add(Condition::Test::Other, Negated);
}

bool ConditionReader::readMethod(const CXXMemberCallExpr *Call, bool Negated) {
  const CXXMethodDecl *Method = Call->getMethodDecl();
  if (!Method) // called through a pointer to member
    return false;
  const StringRef Name = plainName(Method);
  if (Name == "expired" || Name == "unique" || Name == "use_count" ||
      Name == "lock" || Name == "isNull") {
    add(Condition::Test::Liveness, Negated);
    return true;
  }
  const Resolved R = Refs.resolve(Call->getImplicitObjectArgument());
  if (!R)
    return false;
  const bool Library = isContainerLibrary(Method);
  if (containerUse(Name) == ContainerUse::Empty) {
    add(Condition::Test::Empty, Negated, R.Ref);
    return true;
  }
  if (Library && containerUse(Name) == ContainerUse::Lookup) {
    const Datum Key =
        Call->getNumArgs() ? Refs.datum(Call->getArg(0)) : Datum();
    add(Condition::Test::Miss, !Negated, R.Ref, Key);
    return true;
  }
  return false;
}

/// True if \p S returns true when it finds \p Param in a table that never
/// changes.
static bool searchesTable(const Stmt *S, const ParmVarDecl *Param) {
  const auto Names = [Param](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(plain(E));
    return Ref && Ref->getDecl() == Param;
  };
  const auto *Loop = dyn_cast_or_null<CXXForRangeStmt>(S);
  if (!Loop || !isInConstantTable(Loop->getRangeInit()))
    return S && llvm::any_of(S->children(), [Param](const Stmt *Child) {
             return searchesTable(Child, Param);
           });
  const Stmt *Body = Loop->getBody();
  if (const auto *Block = dyn_cast<CompoundStmt>(Body);
      Block && Block->size() == 1)
    Body = Block->body_front();
  const auto *If = dyn_cast<IfStmt>(Body);
  if (!If)
    return false;
  const Expr *Cond = plain(If->getCond());
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(Cond))
    Cond = Rewritten->getSemanticForm()->IgnoreImplicit();
  if (const auto *Op = dyn_cast<BinaryOperator>(Cond))
    return Op->getOpcode() == BO_EQ &&
           (Names(Op->getLHS()) || Names(Op->getRHS()));
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(Cond);
  return Op && Op->getOperator() == OO_EqualEqual && Op->getNumArgs() == 2 &&
         (Names(Op->getArg(0)) || Names(Op->getArg(1)));
}

/// `if (isKnown(key))`: what the function asks of its parameter is asked of the
/// key.
bool ConditionReader::readPredicate(const Expr *E, bool Negated) {
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const FunctionDecl *Definition = nullptr;
  if (!Callee || isa<CXXOperatorCallExpr>(Call) || isLibraryCode(Callee) ||
      !Callee->getReturnType()->isBooleanType() ||
      !Callee->hasBody(Definition) ||
      Definition->getNumParams() != Call->getNumArgs())
    return false;
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee); M && M->isVirtual())
    return false;
  const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  const std::size_t Before = Result.size();
  if (Return && Return->getRetValue())
    read(Return->getRetValue(), Negated);
  for (auto [Param, Arg] :
       llvm::zip(Definition->parameters(), Call->arguments())) {
    if (!Param->getIdentifier())
      continue;
    if (!Return && searchesTable(Body, Param)) {
      add(Condition::Test::OneOf, Negated, {}, Refs.datum(Arg));
      return true;
    }
    const Symbol Name = Refs.Unit.Builder.intern(Param->getName());
    for (Condition &C : llvm::MutableArrayRef(Result).drop_front(Before))
      if (C.Limit.Text == Name)
        C.Limit = Refs.datum(Arg);
  }
  return Result.size() > Before;
}

void ConditionReader::readTruth(const Expr *E, bool Negated) {
  constexpr unsigned MaxSteps = 3;
  const Expr *Behind = returnedBy(E);
  if (!Behind)
    Behind = flagFrom(E);
  if (Behind && Steps < MaxSteps) {
    llvm::SaveAndRestore Deeper(Steps, Steps + 1);
    return read(Behind, Negated);
  }
  if (Steps < MaxSteps) {
    llvm::SaveAndRestore Deeper(Steps, Steps + 1);
    if (readPredicate(E, Negated))
      return;
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    if (readMethod(Call, Negated))
      return;
  if (const Resolved R = Refs.resolve(E); R && (R.Ref.Depth || R.Iterator))
    return add(Condition::Test::Miss, R.Fresh ? Negated : !Negated, R.Ref,
               keyOf(R));
  if (E->getType()->isIntegerType() || E->getType()->isBooleanType()) {
    const Datum D = Refs.datum(E, false);
    if (PlaceRef At = sizeOf(E))
      return add(Condition::Test::Empty, !Negated, At);
    if (E->getType()->isBooleanType() && D.From == Origin::Own && D.Field)
      return add(Condition::Test::Once, Negated, {}, D);
    if (D.Field)
      return addNonZero(Negated, E, D);
  }
  add(Condition::Test::Other, Negated);
}

void ConditionReader::read(const Expr *E, bool Negated) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(E))
    return read(Cleanup->getSubExpr(), Negated);
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    const auto Form = Rewritten->getDecomposedForm();
    return readComparison(E, Form.Opcode, Form.LHS, Form.RHS, Negated);
  }
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return read(Not->getSubExpr(), !Negated);
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->isLogicalOp()) {
      const std::size_t Before = Result.size();
      read(Op->getLHS(), Negated);
      read(Op->getRHS(), Negated);
      if ((Op->getOpcode() == BO_LOr) != Negated)
        keepChoice(Before);
      return;
    }
    if (Op->isComparisonOp())
      return readComparison(E, Op->getOpcode(), Op->getLHS(), Op->getRHS(),
                            Negated);
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Op->getNumArgs() == 2 && Op->isComparisonOp())
    return readComparison(
        E, BinaryOperator::getOverloadedOpcode(Op->getOperator()),
        Op->getArg(0), Op->getArg(1), Negated);
  readTruth(plain(E), Negated);
}

/// A place that is part of \p E, or none.
static PlaceRef lookedAt(ContainerRefs &Refs, const Stmt *S) {
  if (const auto *E = dyn_cast_or_null<Expr>(S);
      E && isa<DeclRefExpr, MemberExpr>(E))
    if (const Resolved R = Refs.resolve(E);
        R && R.Ref.Of != PlaceRef::Base::This)
      return R.Ref;
  if (S)
    for (const Stmt *Child : S->children())
      if (const PlaceRef Found = lookedAt(Refs, Child))
        return Found;
  return {};
}

llvm::SmallVector<Condition, 2> readCondition(ContainerRefs &Refs,
                                              const Expr *E, bool Negated) {
  ConditionReader Reader(Refs);
  Reader.read(E, Negated);
  for (Condition &C : Reader.Result)
    if (!C.At)
      C.At = lookedAt(Refs, E);
  return std::move(Reader.Result);
}

} // namespace heapwise::facts
