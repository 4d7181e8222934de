//===-- LoopWalk.cpp - Walk code with its loops and branches --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopWalk.h"

#include "clang/AST/Attr.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace heapwise::layout {

static std::optional<std::int64_t> constant(const Expr *E,
                                            const ASTContext &Context) {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() ||
      !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context) ||
      !Result.Val.getInt().isRepresentableByInt64())
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

/// As many processors as a large machine has, or words of a long command line.
constexpr std::uint64_t Few = 64;

bool isCommandLine(const ValueDecl *D) {
  const auto *P = dyn_cast<ParmVarDecl>(D);
  const auto *F = P ? dyn_cast<FunctionDecl>(P->getDeclContext()) : nullptr;
  const unsigned I = P ? P->getFunctionScopeIndex() : 0;
  auto IsWords = [&](unsigned Index) {
    const QualType T = F->getParamDecl(Index)->getType();
    const QualType Word = T->isPointerType() ? T->getPointeeType() : QualType();
    return !Word.isNull() && Word->isPointerType() &&
           Word->getPointeeType()->isCharType();
  };
  if (!F || I >= F->getNumParams())
    return false;
  // `int argc, char **argv`, whatever their names.
  if (P->getType()->isSpecificBuiltinType(BuiltinType::Int))
    return I + 1 < F->getNumParams() && IsWords(I + 1);
  return IsWords(I) &&
         (F->isMain() ||
          (I > 0 && F->getParamDecl(I - 1)->getType()->isSpecificBuiltinType(
                        BuiltinType::Int)));
}

static bool asksForProcessors(const FunctionDecl *F) {
  return F && F->getIdentifier() &&
         (F->getName() == "hardware_concurrency" ||
          F->getName() == "get_nprocs" || F->getName() == "get_nprocs_conf" ||
          F->getName() == "omp_get_max_threads" ||
          F->getName() == "omp_get_num_procs" ||
          F->getName() == "omp_get_num_threads");
}

static bool isFew(const Expr *E, unsigned Depth = 0) {
  if (!E || Depth > 6)
    return false;
  E = E->IgnoreParenCasts();
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    E = Temporary->getSubExpr()->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (!V || !V->getType()->isIntegerType())
      return false;
    if (const auto *P = dyn_cast<ParmVarDecl>(V))
      return isCommandLine(P) ||
             (P->hasDefaultArg() && !P->hasUnparsedDefaultArg() &&
              !P->hasUninstantiatedDefaultArg() &&
              isFew(P->getDefaultArg(), Depth + 1));
    return V->isLocalVarDecl() && isFew(V->getInit(), Depth + 1);
  }
  const auto Of = [Depth](const Expr *Part) { return isFew(Part, Depth + 1); };
  const auto IsNumber = [](const Expr *Part) {
    return isa<IntegerLiteral>(Part->IgnoreParenImpCasts());
  };
  if (const auto *C = dyn_cast<ConditionalOperator>(E))
    return (Of(C->getTrueExpr()) || IsNumber(C->getTrueExpr())) &&
           (Of(C->getFalseExpr()) || IsNumber(C->getFalseExpr()));
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    const Expr *L = Op->getLHS(), *R = Op->getRHS();
    if (Op->isAdditiveOp() || Op->getOpcode() == BO_Mul)
      return (Of(L) && (Of(R) || IsNumber(R))) || (IsNumber(L) && Of(R));
    return Op->getOpcode() == BO_Div && Of(L);
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F || !F->getIdentifier())
    return false;
  if (asksForProcessors(F))
    return true;
  return F->isInStdNamespace() &&
         (F->getName() == "max" || F->getName() == "min") &&
         llvm::any_of(Call->arguments(), Of);
}

std::optional<std::uint64_t> fewByNature(const Expr *E) {
  return isFew(E) ? std::optional(Few) : std::nullopt;
}

/// `while (*++argv)`, `while (i < argc)`: a condition that asks about the
/// command line or about a number that is small by nature.
static bool asksAboutFew(const Stmt *Cond) {
  if (!Cond)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Cond))
    return isCommandLine(Ref->getDecl());
  if (const auto *Op = dyn_cast<BinaryOperator>(Cond);
      Op && Op->isComparisonOp() &&
      (isFew(Op->getRHS()) || isFew(Op->getLHS())))
    return true;
  return llvm::any_of(Cond->children(), asksAboutFew);
}

/// What \p E is at most, as in `std::min(n, 8)`.
static std::optional<std::int64_t> atMost(const Expr *E,
                                          const ASTContext &Context) {
  if (!E)
    return std::nullopt;
  if (const auto Value = constant(E, Context))
    return Value;
  if (isFew(E))
    return static_cast<std::int64_t>(Few);
  const auto *Call = dyn_cast<CallExpr>(E->IgnoreParenImpCasts());
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F || !F->getIdentifier() || !F->isInStdNamespace() ||
      F->getName() != "min" || Call->getNumArgs() < 2)
    return std::nullopt;
  std::optional<std::int64_t> Least;
  for (const Expr *Arg : Call->arguments())
    if (const auto Value = constant(Arg->IgnoreImplicit(), Context))
      Least = std::min(Least.value_or(*Value), *Value);
  return Least;
}

namespace {
/// What a loop does to its counter in each round.
struct Step {
  enum { By, Times } Kind = By;
  std::uint64_t Amount = 1;
};
} // namespace

/// What \p S does to \p Var: `++i`, `i += 8`, `i *= 2`, `i >>= 1`, `i /= 10`.
static std::optional<Step> stepOf(const Stmt *S, const VarDecl *Var,
                                  const ASTContext &Context) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return std::nullopt;
  const auto IsCounter = [Var](const Expr *Operand) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Operand->IgnoreParenImpCasts());
    return Ref && Ref->getDecl() == Var;
  };
  if (const auto *Op = dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts()))
    return Op->isIncrementDecrementOp() && IsCounter(Op->getSubExpr())
               ? std::optional(Step())
               : std::nullopt;
  const auto *Op = dyn_cast<CompoundAssignOperator>(E->IgnoreParenImpCasts());
  if (!Op || !IsCounter(Op->getLHS()))
    return std::nullopt;
  const std::int64_t N = constant(Op->getRHS(), Context).value_or(0);
  switch (Op->getOpcode()) {
  case BO_AddAssign:
  case BO_SubAssign:
    return N != 0 ? std::optional(Step{
                        Step::By, static_cast<std::uint64_t>(N < 0 ? -N : N)})
                  : std::nullopt;
  case BO_MulAssign:
  case BO_DivAssign:
    return N > 1
               ? std::optional(Step{Step::Times, static_cast<std::uint64_t>(N)})
               : std::nullopt;
  case BO_ShlAssign:
  case BO_ShrAssign:
    return N > 0 && N < 32
               ? std::optional(Step{Step::Times, std::uint64_t(1) << N})
               : std::nullopt;
  case BO_AndAssign: // v &= v - 1, a bit a round
    return Step{Step::Times, 2};
  default:
    return std::nullopt;
  }
}

/// Rounds until a number that is multiplied or divided has gone the way between
/// \p First and \p Last.
static std::uint64_t roundsOfFactor(std::int64_t First, std::int64_t Last,
                                    std::uint64_t Factor) {
  const auto Size = [](std::int64_t N) {
    return static_cast<std::uint64_t>(N < 0 ? -N : N);
  };
  const std::uint64_t From =
      std::max<std::uint64_t>(1, std::min(Size(First), Size(Last)));
  const std::uint64_t To = std::max(Size(First), Size(Last));
  std::uint64_t Rounds = 1;
  for (std::uint64_t N = From; N < To / Factor; N *= Factor)
    ++Rounds;
  return Rounds + 1;
}

/// Trips of `for (T I = First; Cond; ++I)`: of several conditions that hold
/// together, the one that is known says.
static std::optional<std::uint64_t> tripsWhile(const Expr *Cond,
                                               const VarDecl *Var,
                                               const Step &Each,
                                               const ASTContext &Context) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(
      Cond ? Cond->IgnoreParenImpCasts() : nullptr);
  if (!Op)
    return std::nullopt;
  if (Op->getOpcode() == BO_LAnd) {
    const auto Left = tripsWhile(Op->getLHS(), Var, Each, Context);
    const auto Right = tripsWhile(Op->getRHS(), Var, Each, Context);
    return Left && Right ? std::min(*Left, *Right) : Left ? Left : Right;
  }
  if (!Op->isComparisonOp())
    return std::nullopt;
  const auto *Ref = dyn_cast<DeclRefExpr>(Op->getLHS()->IgnoreParenImpCasts());
  if (!Ref || Ref->getDecl() != Var)
    return std::nullopt;
  const auto First = constant(Var->getInit(), Context);
  const auto Last = atMost(Op->getRHS(), Context);
  if (!First || !Last)
    return std::nullopt;
  if (Each.Kind == Step::Times)
    return roundsOfFactor(*First, *Last, Each.Amount);
  const std::int64_t Distance =
      *Last > *First ? *Last - *First : *First - *Last;
  return (static_cast<std::uint64_t>(std::max<std::int64_t>(Distance, 1)) +
          Each.Amount - 1) /
         Each.Amount;
}

/// A number that is divided, or loses a bit, in each round is soon nothing: it
/// has 64 bits.
static bool isDividedAway(const Stmt *Cond, const Stmt *Inc, const Stmt *Body,
                          const ASTContext &Context) {
  if (!Cond)
    return false;
  llvm::SmallVector<const VarDecl *, 2> Asked;
  const auto Collect = [&](const Stmt *S, auto &&Again) -> void {
    if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && V->getType()->isIntegerType())
        Asked.push_back(V);
    if (S)
      for (const Stmt *Child : S->children())
        Again(Child, Again);
  };
  Collect(Cond, Collect);
  const auto Divides = [&](const Stmt *S) {
    return llvm::any_of(Asked, [&](const VarDecl *V) {
      const std::optional<Step> Each = stepOf(S, V, Context);
      return Each && Each->Kind == Step::Times;
    });
  };
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  return Divides(Inc) ||
         (Block ? llvm::any_of(Block->body(), Divides) : Divides(Body));
}

/// `for (T I = First; I < Last; ++I)`.
static std::optional<std::uint64_t> countedTrips(const ForStmt *Loop,
                                                 const ASTContext &Context) {
  const auto *Init = dyn_cast_or_null<DeclStmt>(Loop->getInit());
  const auto *Var = Init && !Init->decls().empty()
                        ? dyn_cast<VarDecl>(*Init->decl_begin())
                        : nullptr;
  if (!Var)
    return std::nullopt;
  return tripsWhile(Loop->getCond(), Var,
                    stepOf(Loop->getInc(), Var, Context).value_or(Step()),
                    Context);
}

std::optional<std::uint64_t> roundsBetween(const Expr *Cond,
                                           const ForStmt *Loop,
                                           const ASTContext &Context) {
  // `if consteval` has no condition.
  const auto *Op = dyn_cast_or_null<BinaryOperator>(
      Cond ? Cond->IgnoreParenImpCasts() : nullptr);
  if (!Op || Op->getOpcode() != BO_EQ || !constant(Op->getRHS(), Context))
    return std::nullopt;
  const Expr *Left = Op->getLHS()->IgnoreParenImpCasts();
  // `i % 100 == 0`
  if (const auto *Rest = dyn_cast<BinaryOperator>(Left);
      Rest && Rest->getOpcode() == BO_Rem) {
    const std::int64_t N = constant(Rest->getRHS(), Context).value_or(0);
    return N > 0 ? std::optional(static_cast<std::uint64_t>(N)) : std::nullopt;
  }
  // `i == 3` of the counter is true once.
  const auto *Init =
      Loop ? dyn_cast_or_null<DeclStmt>(Loop->getInit()) : nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(Left);
  if (!Ref || !Init || !llvm::is_contained(Init->decls(), Ref->getDecl()))
    return std::nullopt;
  return std::numeric_limits<std::uint64_t>::max();
}

/// The number of elements that a range for goes over.
static std::optional<std::uint64_t> rangeLength(const CXXForRangeStmt *Loop,
                                                const ASTContext &Context) {
  const Expr *Range = Loop->getRangeInit();
  if (!Range)
    return std::nullopt;
  const QualType T = Range->getType().getNonReferenceType();
  if (const ConstantArrayType *A = Context.getAsConstantArrayType(T))
    return A->getSize().getLimitedValue();
  if (const auto *List =
          dyn_cast<CXXStdInitializerListExpr>(Range->IgnoreImplicit()))
    if (const auto *Items =
            dyn_cast<InitListExpr>(List->getSubExpr()->IgnoreImplicit()))
      return Items->getNumInits();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (S && stdName(S) == "array" && S->getTemplateArgs().size() == 2 &&
      S->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return S->getTemplateArgs()[1].getAsIntegral().getLimitedValue();
  return std::nullopt;
}

/// The variable or member whose elements the loop goes over, each once:
/// `for (x : v)`, `for (it = v.begin(); ...)`, `i < v.size()`; or null.
static const ValueDecl *containerGoneOver(const Stmt *Loop,
                                          const ASTContext &Context) {
  const auto Named = [&](const Expr *E) -> const ValueDecl * {
    return E && containerShape(E->getType().getNonReferenceType(), Context)
               ? rootOf(E)
               : nullptr;
  };
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    return Named(Range->getRangeInit());
  const auto *For = dyn_cast<ForStmt>(Loop);
  if (!For)
    return nullptr;
  if (const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit()))
    for (const Decl *D : Init->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        if (const Expr *Object = objectOfCall(V->getInit(), "begin"))
          return Named(Object);
  const auto *Compare = dyn_cast_or_null<BinaryOperator>(
      For->getCond() ? For->getCond()->IgnoreParenImpCasts() : nullptr);
  return Compare && Compare->isComparisonOp()
             ? Named(objectOfCall(Compare->getRHS(), "size"))
             : nullptr;
}

Frequency tripCount(const Stmt *Loop, const ASTContext &Context) {
  std::optional<std::uint64_t> Known;
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    Known = countedTrips(For, Context);
  else if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    Known = rangeLength(Range, Context);
  else if (const auto *Do = dyn_cast<DoStmt>(Loop))
    if (constant(Do->getCond(), Context) == 0) // the idiom of macros
      Known = 1;
  const auto *For = dyn_cast<ForStmt>(Loop);
  const auto *While = dyn_cast<WhileStmt>(Loop);
  // `while (char *word = *++argv)`
  const VarDecl *Asked = While ? While->getConditionVariable() : nullptr;
  if (!Known && (asksAboutFew(For ? For->getCond() : nullptr) ||
                 asksAboutFew(While ? While->getCond() : nullptr) ||
                 asksAboutFew(Asked ? Asked->getInit() : nullptr)))
    Known = Few;
  const auto *Do = dyn_cast<DoStmt>(Loop);
  if (!Known &&
      (For ? isDividedAway(For->getCond(), For->getInc(), For->getBody(),
                           Context)
       : While
           ? isDividedAway(While->getCond(), nullptr, While->getBody(), Context)
       : Do ? isDividedAway(Do->getCond(), nullptr, Do->getBody(), Context)
            : false))
    Known = Few;
  if (Known)
    return {std::max<std::uint64_t>(*Known, 1), 0};
  if (const ValueDecl *Container = containerGoneOver(Loop, Context))
    return {1, 0, {Container}};
  return {1, 1};
}

bool isUnlikely(const IfStmt *If) {
  if (Stmt::getLikelihood(If->getThen()) == Stmt::LH_Unlikely)
    return true;
  // `if (__builtin_expect(x, 0))`, often behind a macro.
  const auto *Call = dyn_cast_or_null<CallExpr>(
      If->getCond() ? If->getCond()->IgnoreParenImpCasts() : nullptr);
  const auto *Expected =
      Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect
          ? dyn_cast<IntegerLiteral>(Call->getArg(1)->IgnoreParenImpCasts())
          : nullptr;
  return Expected && Expected->getValue() == 0;
}

bool callsPerElement(const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F || !F->getIdentifier() || !F->isInStdNamespace())
    return false;
  const llvm::StringRef Name = F->getName();
  return Name.starts_with("for_each") || Name.starts_with("transform") ||
         Name.starts_with("generate");
}

} // namespace heapwise::layout
