//===-- CapturedCopies.cpp - Captures by copy that are only read ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

namespace {

/// Where a callable is called or looked at, for one that does not get away.
using CallSites = llvm::SmallVector<const Expr *, 4>;

/// True if the algorithm \p F calls what it is given before it returns: it
/// works on a range, or it is there to call something. Other libraries' headers
/// are full of functions that call later, and so are those of the standard
/// library that take whatever they are given: async(), make_shared(), thread().
bool callsAtOnce(const FunctionDecl &F) {
  if (!F.getIdentifier() || !F.isInStdNamespace())
    return false;
  static constexpr llvm::StringRef Callers[] = {
      "invoke", "apply",     "visit",  "call_once", "erase_if",
      "sort",   "remove_if", "unique", "merge"};
  if (llvm::is_contained(Callers, F.getName()))
    return true;
  if (isa<CXXMethodDecl>(F))
    return false;
  return llvm::any_of(F.parameters(), [](const ParmVarDecl *P) {
    return !P->getType()->isReferenceType() && isCursor(P->getType());
  });
}

/// True if \p F does nothing but call its parameter number \p Place.
bool onlyCalls(Unit &U, const FunctionDecl *F, unsigned Place) {
  const FunctionDecl *Definition = definitionInView(F);
  if (!Definition || Place >= Definition->getNumParams())
    return false;
  const BodyIndex &Index = U.index(*Definition);
  const auto References = Index.references(Definition->getParamDecl(Place));
  return !References.empty() &&
         llvm::all_of(References, [&](const DeclRefExpr *Ref) {
           const Stmt *Parent = Index.parent(Ref);
           while (Parent && isa<ImplicitCastExpr, ParenExpr>(Parent))
             Parent = Index.parent(Parent);
           const auto *Call = dyn_cast_or_null<CallExpr>(Parent);
           if (!Call || Index.enclosing<LambdaExpr>(Ref))
             return false;
           const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
           return Operator
                      ? Operator->getOperator() == OO_Call &&
                            Operator->getArg(0)->IgnoreParenImpCasts() == Ref
                      : Call->getCallee()->IgnoreParenImpCasts() == Ref;
         });
}

/// The expression that takes the value of \p E, past conversions and copies of
/// a temporary.
const Stmt *consumer(const BodyIndex &Index, const Expr *&E) {
  const Stmt *Parent = Index.parent(E);
  while (Parent && isa<CastExpr, ParenExpr, FullExpr, MaterializeTemporaryExpr,
                       CXXBindTemporaryExpr, CXXConstructExpr>(Parent)) {
    E = cast<Expr>(Parent);
    Parent = Index.parent(Parent);
  }
  return Parent;
}

/// True if \p Call, to which \p E is given, calls it and forgets it.
bool isCalledBy(Unit &U, const CallExpr &Call, const Expr *E) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Operator && Operator->getOperator() == OO_Call &&
      Operator->getArg(0) == E)
    return true;
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || Operator)
    return false;
  for (unsigned I = 0; I != Call.getNumArgs(); ++I)
    if (Call.getArg(I) == E)
      return callsAtOnce(*F) || onlyCalls(U, F, I);
  return false;
}

/// The calls of a callable that \p Made yields, if it is called here only.
std::optional<CallSites> callsOf(Unit &U, const BodyIndex &Index,
                                 const Expr *Made, const VarDecl *&Holder) {
  const Expr *E = Made;
  const Stmt *Parent = consumer(Index, E);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Parent))
    return isCalledBy(U, *Call, E) ? std::optional(CallSites{Made})
                                   : std::nullopt;
  Holder = Index.initialised(E);
  const CXXRecordDecl *Type = Holder ? recordOf(Holder->getType()) : nullptr;
  if (!Type || !Holder->hasLocalStorage() ||
      Holder->getType()->isReferenceType())
    return std::nullopt;
  CallSites Sites;
  for (const DeclRefExpr *Ref : Index.references(Holder)) {
    const Expr *Use = Ref;
    const auto *Call = dyn_cast_or_null<CallExpr>(consumer(Index, Use));
    if (!Call || !isCalledBy(U, *Call, Use))
      return std::nullopt;
    Sites.push_back(Ref);
  }
  if (Sites.empty())
    return std::nullopt;
  return Sites;
}

class CaptureFinder {
public:
  CaptureFinder(Unit &U, const BodyIndex &Index,
                std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Found(Found) {}

  void lambda(const LambdaExpr &L);
  void bind(const CallExpr &Call);

private:
  bool isStable(const Expr *Source, const Expr *At, const VarDecl *Holder,
                const CallSites &Sites);
  void reportThis(const LambdaExpr &L, const LambdaCapture &C,
                  const Expr &Source);
  void report(const LambdaExpr &L, const LambdaCapture &C, const Expr *Source,
              const VarDecl &V);

  Unit &U;
  const BodyIndex &Index;
  std::vector<LocalFinding> &Found;
};

bool CaptureFinder::isStable(const Expr *Source, const Expr *At,
                             const VarDecl *Holder, const CallSites &Sites) {
  CopyLife Life;
  Life.Sources = pathsOf(U, Index, Source);
  for (const AccessPath &P : Life.Sources)
    if (P.Start == Root::Unknown)
      return false;
  Life.At = At;
  Life.Scope = Holder ? Index.scope(Holder) : Index.fullExpression(At);
  Life.Reads = Sites;
  return !maySourceChange(U, Index, Life);
}

void CaptureFinder::lambda(const LambdaExpr &L) {
  // A mutable lambda may write to its copies. What a macro makes is not ours.
  if (L.isMutable() || !isPlainCode(L.getBeginLoc(), U.context()))
    return;
  const bool MayMatter =
      llvm::any_of(L.captures(), [&](const LambdaCapture &C) {
        return C.getCaptureKind() == LCK_StarThis ||
               (C.capturesVariable() && C.getCaptureKind() == LCK_ByCopy &&
                U.costs().isExpensive(
                    C.getCapturedVar()->getType().getNonReferenceType()));
      });
  if (!MayMatter)
    return;
  const VarDecl *Holder = nullptr;
  const std::optional<CallSites> Sites = callsOf(U, Index, &L, Holder);
  if (!Sites)
    return;
  for (auto [C, Init] : llvm::zip(L.captures(), L.capture_inits())) {
    if (C.getCaptureKind() == LCK_StarThis) {
      const Expr *Source = copiedFrom(Init);
      if (Source && U.costs().isExpensive(Source->getType()) &&
          isStable(Source, &L, Holder, *Sites))
        reportThis(L, C, *Source);
      continue;
    }
    if (!C.capturesVariable() || C.getCaptureKind() != LCK_ByCopy)
      continue;
    const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
    if (!V || !U.costs().isExpensive(V->getType().getNonReferenceType()))
      continue;
    const Expr *Source = copiedFrom(Init);
    if (Source && isStable(Source, &L, Holder, *Sites))
      report(L, C, Source, *V);
  }
}

/// [*this]
void CaptureFinder::reportThis(const LambdaExpr &L, const LambdaCapture &C,
                               const Expr &Source) {
  LocalFinding Result;
  Result.Loc = C.getLocation();
  if (!isPlainCode(Result.Loc, U.context()))
    return;
  Result.Message = std::string("the lambda copies '*this' (") +
                   U.costs().describe(Source.getType()) +
                   (loopDepth(Index, &L) ? ", in each round of a loop" : "") +
                   "), only reads it, and does not outlive it";
  Result.Notes.push_back({Result.Loc, "capture 'this'"});
  Found.push_back(std::move(Result));
}

void CaptureFinder::report(const LambdaExpr &L, const LambdaCapture &C,
                           const Expr *Source, const VarDecl &V) {
  LocalFinding Result;
  Result.Loc = C.isExplicit() ? C.getLocation() : L.getCaptureDefaultLoc();
  if (!isPlainCode(Result.Loc, U.context()))
    return;
  const unsigned Depth = loopDepth(Index, &L);
  Result.Message = "the lambda copies " +
                   (C.isExplicit() ? quoted(Source, U.context())
                                   : "'" + V.getName().str() + "'") +
                   " (" +
                   U.costs().describe(V.getType().getNonReferenceType()) +
                   (Depth ? ", in each round of a loop" : "") +
                   "), only reads it, and does not outlive it";
  if (C.isExplicit() && L.getCaptureDefault() != LCD_ByRef)
    Result.Hints = {FixItHint::CreateInsertion(Result.Loc, "&")};
  else
    Result.Notes.push_back(
        {Result.Loc, "capture '" + V.getName().str() + "' by reference"});
  Found.push_back(std::move(Result));
}

/// std::bind keeps a copy of each argument.
void CaptureFinder::bind(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (facts::libraryFunction(F) != facts::LibraryFunction::Bind ||
      !F->getName().starts_with("bind") ||
      !isPlainCode(Call.getBeginLoc(), U.context()))
    return;
  for (const Expr *Argument : llvm::drop_begin(Call.arguments())) {
    if (!Argument->isLValue() || !U.costs().isExpensive(Argument->getType()))
      continue;
    const VarDecl *Holder = nullptr;
    const std::optional<CallSites> Sites = callsOf(U, Index, &Call, Holder);
    if (!Sites || !isStable(Argument, &Call, Holder, *Sites))
      continue;
    LocalFinding Result;
    Result.Loc = Argument->getBeginLoc();
    Result.Message = "'" + F->getQualifiedNameAsString() + "' copies " +
                     quoted(Argument, U.context()) + " (" +
                     U.costs().describe(Argument->getType()) +
                     "), and what it makes does not outlive it";
    Result.Notes.push_back(
        {Result.Loc, "pass 'std::cref(" +
                         fixes::sourceText(*Argument, U.context()).str() +
                         ")', or write a lambda that captures by reference"});
    Found.push_back(std::move(Result));
  }
}

} // namespace

void findCapturedCopies(Unit &U, const BodyIndex &Index, const FinderOptions &,
                        std::vector<LocalFinding> &Found) {
  CaptureFinder Finder(U, Index, Found);
  for (const Stmt *S : Index.statements()) {
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      Finder.lambda(*L);
    else if (const auto *Call = dyn_cast<CallExpr>(S))
      Finder.bind(*Call);
  }
}

} // namespace heapwise::copies
