//===-- ContainerConditions.cpp - What a branch asks ----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerConditions.h"
#include "Words.h"

#include "clang/AST/ASTContext.h"
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
    Result.push_back({Kind, Negated, At, Limit});
  }
  void readComparison(const Expr *Whole, BinaryOperatorKind Op, const Expr *L,
                      const Expr *R, bool Negated);
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

/// True if a number that outlives the call is part of \p E.
bool ConditionReader::hasQuantity(const Expr *E) {
  E = plain(E);
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl>(Member->getMemberDecl()) &&
           E->getType()->isArithmeticType();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && V->hasGlobalStorage() && E->getType()->isArithmeticType() &&
           !V->getType().isConstQualified();
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    return hasQuantity(Op->getLHS()) || hasQuantity(Op->getRHS());
  if (const auto *Op = dyn_cast<UnaryOperator>(E))
    return hasQuantity(Op->getSubExpr());
  return false;
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

static bool isZeroOrOne(const Datum &D) { return D.HasValue && D.Value <= 1; }

void ConditionReader::readComparison(const Expr *Whole, BinaryOperatorKind Op,
                                     const Expr *L, const Expr *R,
                                     bool Negated) {
  const bool Equality = BinaryOperator::isEqualityOp(Op);
  const bool Same = (Op == BO_EQ) != Negated;
  if (isEnd(R) || isEnd(L)) {
    if (Resolved Found = Refs.resolve(isEnd(R) ? L : R))
      return add(Condition::Test::Miss, !Same, Found.Ref);
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
                   Found.Ref);
      const Datum D = Refs.datum(Side, false);
      if (D.Field && Refs.datum(Against, false).HasValue)
        return add(Condition::Test::NonZero, Equality ? Same : Negated, {}, D);
    }
  if (Equality)
    return add(Condition::Test::Other, Negated);
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
    add(Condition::Test::Miss, !Negated, R.Ref);
    return true;
  }
  return false;
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
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    if (readMethod(Call, Negated))
      return;
  if (const Resolved R = Refs.resolve(E); R && (R.Ref.Depth || R.Iterator))
    return add(Condition::Test::Miss, R.Fresh ? Negated : !Negated, R.Ref);
  if (E->getType()->isIntegerType() || E->getType()->isBooleanType()) {
    const Datum D = Refs.datum(E, false);
    if (PlaceRef At = sizeOf(E))
      return add(Condition::Test::Empty, !Negated, At);
    if (E->getType()->isBooleanType() && D.From == Origin::Own && D.Field)
      return add(Condition::Test::Once, Negated, {}, D);
    if (D.Field)
      return add(Condition::Test::NonZero, Negated, {}, D);
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
      read(Op->getLHS(), Negated);
      return read(Op->getRHS(), Negated);
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

llvm::SmallVector<Condition, 2> readCondition(ContainerRefs &Refs,
                                              const Expr *E, bool Negated) {
  ConditionReader Reader(Refs);
  Reader.read(E, Negated);
  return std::move(Reader.Result);
}

} // namespace heapwise::facts
