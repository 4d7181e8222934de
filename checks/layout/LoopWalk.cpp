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

/// What \p E is at most, as in `std::min(n, 8)`.
static std::optional<std::int64_t> atMost(const Expr *E,
                                          const ASTContext &Context) {
  if (!E)
    return std::nullopt;
  if (const auto Value = constant(E, Context))
    return Value;
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

/// Trips of `for (T I = First; Cond; ++I)`: of several conditions that hold
/// together, the one that is known says.
static std::optional<std::uint64_t>
tripsWhile(const Expr *Cond, const VarDecl *Var, const ASTContext &Context) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(
      Cond ? Cond->IgnoreParenImpCasts() : nullptr);
  if (!Op)
    return std::nullopt;
  if (Op->getOpcode() == BO_LAnd) {
    const auto Left = tripsWhile(Op->getLHS(), Var, Context);
    const auto Right = tripsWhile(Op->getRHS(), Var, Context);
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
  const std::int64_t Distance =
      *Last > *First ? *Last - *First : *First - *Last;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(Distance, 1));
}

/// `for (T I = First; I < Last; ++I)`.
static std::optional<std::uint64_t> countedTrips(const ForStmt *Loop,
                                                 const ASTContext &Context) {
  const auto *Init = dyn_cast_or_null<DeclStmt>(Loop->getInit());
  const auto *Var = Init && !Init->decls().empty()
                        ? dyn_cast<VarDecl>(*Init->decl_begin())
                        : nullptr;
  return Var ? tripsWhile(Loop->getCond(), Var, Context) : std::nullopt;
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

Frequency tripCount(const Stmt *Loop, const ASTContext &Context) {
  std::optional<std::uint64_t> Known;
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    Known = countedTrips(For, Context);
  else if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    Known = rangeLength(Range, Context);
  else if (const auto *Do = dyn_cast<DoStmt>(Loop))
    if (constant(Do->getCond(), Context) == 0) // the idiom of macros
      Known = 1;
  if (Known)
    return {std::max<std::uint64_t>(*Known, 1), 0};
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
