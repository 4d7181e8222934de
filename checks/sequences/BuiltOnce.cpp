//===-- BuiltOnce.cpp - Containers that are filled and read once ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sequences.h"

#include "../access/CopyCost.h"
#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../copies/Copies.h"
#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;
using llvm::StringRef;

namespace heapwise::sequences {

namespace {

/// How a container is read.
struct Reading {
  const Stmt *Loop = nullptr;
  const CallExpr *Algorithm = nullptr;
  bool IsCounted = false; ///< its size() is asked for
  bool IsAsked = false;   ///< whether it is empty() is asked
  unsigned Lookups = 0;   ///< how often an element is looked up
};

class BuiltOnceFinder {
public:
  BuiltOnceFinder(Unit &U, const BodyIndex &Index,
                  std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Found(Found) {}

  void visit(const VarDecl &V);

private:
  bool startsEmpty(const VarDecl &V) const;
  const Expr *fillingCall(const DeclRefExpr *Ref) const;
  const Stmt *statementIn(const Stmt *Block, const Stmt *S) const;
  bool readingOf(const VarDecl &V, const Stmt &Fill, Reading &R) const;
  const ForStmt *countedLoopOver(const DeclRefExpr *Ref) const;
  bool leavesEarly(const Stmt &Fill) const;
  bool hasOutsideEffects(const Stmt &S) const;
  bool isResultAwaited(const VarDecl &V, const Stmt &Fill,
                       const Stmt &Reader) const;
  bool canBeJoined(const VarDecl &V, const Stmt &Fill, const Reading &R,
                   const Uses &Of) const;
  void report(const VarDecl &V, const Stmt &Fill, const Reading &R);

  Unit &U;
  const BodyIndex &Index;
  std::vector<LocalFinding> &Found;
};

bool isLookup(StringRef Name) {
  return Name == "find" || Name == "count" || Name == "contains";
}

bool isAssociative(const CXXRecordDecl *R) {
  return isLibraryClass(
      R, {"set", "unordered_set", "multiset", "unordered_multiset"});
}

/// A container of what runs meanwhile: all are started before one is waited
/// for.
bool holdsRunning(const CXXRecordDecl *R) {
  return isLibraryClass(recordOf(templateArgument(R, 0)),
                        {"future", "shared_future", "thread", "jthread"});
}

/// The first iterator of V(first, last), or null.
const Expr *firstOfRange(const VarDecl &V) {
  const Expr *Init = V.getInit();
  const auto *Construct =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  if (!Construct || Construct->getNumArgs() < 2 ||
      !isCursor(Construct->getArg(0)->getType()) ||
      !isCursor(Construct->getArg(1)->getType()))
    return nullptr;
  // An input iterator can be read only once anyway, and not from here.
  const CXXRecordDecl *R = recordOf(Construct->getArg(0)->getType());
  return isLibraryClass(R, {"istream_iterator", "istreambuf_iterator"})
             ? nullptr
             : Construct->getArg(0);
}

bool BuiltOnceFinder::startsEmpty(const VarDecl &V) const {
  const Expr *Init = V.getInit();
  const auto *Construct =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  return Construct && Construct->getNumArgs() == 0;
}

/// The call that adds to the variable named by \p Ref: push_back() and its
/// likes, back_inserter(); reserve() belongs to it.
const Expr *BuiltOnceFinder::fillingCall(const DeclRefExpr *Ref) const {
  const Stmt *Parent = Index.parent(Ref);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    const auto *Call =
        dyn_cast_or_null<CXXMemberCallExpr>(Index.parent(Member));
    const StringRef Name = Member->getMemberDecl()->getIdentifier()
                               ? Member->getMemberDecl()->getName()
                               : StringRef();
    const bool Adds = Name == "push_back" || Name == "emplace_back" ||
                      Name == "reserve" || Name == "push_front" ||
                      Name == "insert" || Name == "emplace";
    return Adds ? Call : nullptr;
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(Parent);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && F->getIdentifier() && F->isInStdNamespace() &&
                 F->getName() == "back_inserter"
             ? Call
             : nullptr;
}

/// The statement of \p Block that \p S is in, or null.
const Stmt *BuiltOnceFinder::statementIn(const Stmt *Block,
                                         const Stmt *S) const {
  while (S && Index.parent(S) != Block)
    S = Index.parent(S);
  return S;
}

bool BuiltOnceFinder::leavesEarly(const Stmt &Fill) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    return isa<ReturnStmt, CXXThrowExpr, GotoStmt>(S) &&
           Index.contains(&Fill, S) && !Index.enclosing<LambdaExpr>(S);
  });
}

/// The loop that the use \p Ref belongs to, if that walks once from the first
/// to the last: `i = 0; i < v.size(); ++i` with `v[i]`, or from begin() to
/// end().
const ForStmt *BuiltOnceFinder::countedLoopOver(const DeclRefExpr *Ref) const {
  const auto *Loop = dyn_cast_or_null<ForStmt>(Index.enclosingLoop(Ref));
  const auto *Start =
      Loop ? dyn_cast_or_null<DeclStmt>(Loop->getInit()) : nullptr;
  const auto *Counter = Start && Start->isSingleDecl()
                            ? dyn_cast<VarDecl>(Start->getSingleDecl())
                            : nullptr;
  const auto *Step = Loop ? dyn_cast_or_null<Expr>(Loop->getInc()) : nullptr;
  if (!Counter || !Step || !Loop->getCond())
    return nullptr;
  const auto IsCounter = [&](const Expr *E) {
    const auto *Named = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Named && Named->getDecl() == Counter;
  };
  const auto *Plus = dyn_cast<CXXOperatorCallExpr>(Step->IgnoreImplicit());
  const auto *Increment = dyn_cast<UnaryOperator>(Step->IgnoreImplicit());
  if (!(Plus && Plus->getOperator() == OO_PlusPlus &&
        IsCounter(Plus->getArg(0))) &&
      !(Increment && Increment->isIncrementOp() &&
        IsCounter(Increment->getSubExpr())))
    return nullptr;
  // The counter goes its way undisturbed, and counts for nothing else.
  const auto IsIndexOf = [&](const DeclRefExpr *Use) {
    const Stmt *Parent = Index.parent(Use);
    while (isa_and_nonnull<ImplicitCastExpr>(Parent))
      Parent = Index.parent(Parent);
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Parent);
    if (!Call)
      return false;
    if (Call->getOperator() == OO_Star || Call->getOperator() == OO_Arrow)
      return true;
    const auto *Named =
        Call->getOperator() == OO_Subscript
            ? dyn_cast<DeclRefExpr>(Call->getArg(0)->IgnoreParenImpCasts())
            : nullptr;
    return Named && Named->getDecl() == Ref->getDecl() &&
           IsCounter(Call->getArg(1));
  };
  for (const DeclRefExpr *Use : Index.references(Counter))
    if (Index.contains(Loop->getBody(), Use) && !IsIndexOf(Use))
      return nullptr;
  const Stmt *Parent = Index.parent(Ref);
  while (Parent && isa<ImplicitCastExpr>(Parent))
    Parent = Index.parent(Parent);
  if (const auto *Subscript = dyn_cast_or_null<CXXOperatorCallExpr>(Parent))
    return Subscript->getOperator() == OO_Subscript &&
                   IsCounter(Subscript->getArg(1))
               ? Loop
               : nullptr;
  const auto *Member = dyn_cast_or_null<MemberExpr>(Parent);
  if (!Member || !Member->getMemberDecl()->getIdentifier())
    return nullptr;
  const StringRef Name = Member->getMemberDecl()->getName();
  const bool IsAtStart =
      Index.contains(Start, Ref) && (Name == "begin" || Name == "cbegin");
  const bool IsAtEnd = Index.contains(Loop->getCond(), Ref) &&
                       (Name == "end" || Name == "cend" || Name == "size");
  return IsAtStart || IsAtEnd ? Loop : nullptr;
}

/// Every use after \p Fill, as long as there is one loop or algorithm at most.
bool BuiltOnceFinder::readingOf(const VarDecl &V, const Stmt &Fill,
                                Reading &R) const {
  for (const DeclRefExpr *Ref : Index.references(&V)) {
    if (Index.end(Ref) <= Index.end(&Fill)) {
      if (!fillingCall(Ref))
        return false;
      continue;
    }
    const Expr *E = Ref;
    const Stmt *Parent = Index.parent(E);
    while (Parent && isa<ImplicitCastExpr, ParenExpr>(Parent)) {
      E = cast<Expr>(Parent);
      Parent = Index.parent(E);
    }
    if (const VarDecl *Range = Index.initialised(E)) {
      const auto *Loop = Index.enclosing<CXXForRangeStmt>(E);
      if (!Range->isImplicit() || !Loop || R.Loop || R.Algorithm)
        return false;
      R.Loop = Loop;
      continue;
    }
    if (const auto *Loop = countedLoopOver(Ref)) {
      if (R.Algorithm || (R.Loop && R.Loop != Loop))
        return false;
      R.Loop = Loop;
      continue;
    }
    const auto *Member = dyn_cast_or_null<MemberExpr>(Parent);
    if (!Member || !Member->getMemberDecl()->getIdentifier())
      return false;
    const StringRef Name = Member->getMemberDecl()->getName();
    if (Name == "size" || Name == "empty") {
      (Name == "size" ? R.IsCounted : R.IsAsked) = true;
      continue;
    }
    if (isLookup(Name)) {
      if (R.Lookups++ ||
          Index.enclosingLoop(Ref) !=
              Index.enclosingLoop(Index.declaration(&V)) ||
          Index.enclosing<LambdaExpr>(Ref))
        return false;
      continue;
    }
    // s.find(x) != s.end()
    if ((Name == "end" || Name == "cend") && R.Lookups && !R.Algorithm)
      continue;
    if (Name != "begin" && Name != "end" && Name != "cbegin" && Name != "cend")
      return false;
    const Stmt *User = Index.parent(Index.parent(Member));
    while (User && isa<Expr>(User) && !isa<CallExpr>(User))
      User = Index.parent(User);
    const auto *Call = dyn_cast_or_null<CallExpr>(User);
    if (!Call || !isReadingAlgorithm(Call->getDirectCallee()) || R.Loop ||
        (R.Algorithm && R.Algorithm != Call))
      return false;
    R.Algorithm = Call;
  }
  if (R.Lookups)
    return !R.Algorithm && !R.Loop && !R.IsCounted &&
           isAssociative(recordOf(V.getType()));
  // A set or map sorts and leaves out what is there twice.
  if (isAssociative(recordOf(V.getType())))
    return false;
  if (R.Algorithm)
    return !R.IsCounted;
  if (R.Loop)
    return !R.IsCounted && !R.IsAsked;
  return R.IsCounted || R.IsAsked;
}

/// True if somebody else may notice when \p S runs.
bool BuiltOnceFinder::hasOutsideEffects(const Stmt &S) const {
  return llvm::any_of(U.effects(Index), [&](const Effect &E) {
    if (!Index.contains(&S, E.At))
      return false;
    return E.Kind != Effect::Write || !isPrivate(Index, E.Path);
  });
}

/// True if the loop that fills \p V works out something else, a sum or the
/// greatest, that is named up to the end of \p Reader: it needs them all.
bool BuiltOnceFinder::isResultAwaited(const VarDecl &V, const Stmt &Fill,
                                      const Stmt &Reader) const {
  return llvm::any_of(U.effects(Index), [&](const Effect &E) {
    const VarDecl *Result = E.Path.Variable;
    return E.Kind == Effect::Write && Result && Result != &V &&
           Index.contains(&Fill, E.At) &&
           !(Index.declaration(Result) &&
             Index.contains(&Fill, Index.declaration(Result))) &&
           llvm::any_of(Index.references(Result), [&](const DeclRefExpr *Ref) {
             return Index.begin(Ref) > Index.end(&Fill) &&
                    Index.begin(Ref) < Index.end(&Reader);
           });
  });
}

/// True if what reads could as well run while it is filled.
bool BuiltOnceFinder::canBeJoined(const VarDecl &V, const Stmt &Fill,
                                  const Reading &R, const Uses &Of) const {
  if (isUnderLock(Index, &Fill))
    return false;
  const Stmt *Reader = R.Loop ? R.Loop : R.Algorithm;
  if (!Reader)
    return true;
  if (Index.enclosingLoop(Reader) !=
          Index.enclosingLoop(Index.declaration(&V)) ||
      Index.enclosing<LambdaExpr>(Reader) != Index.enclosing<LambdaExpr>(&Fill))
    return false;
  if (isResultAwaited(V, Fill, *Reader))
    return false;
  if (const Expr *First = firstOfRange(V)) {
    const CopyLife Life = {pathsBehind(U, Index, First), &Fill, Index.scope(&V),
                           Of.Reads};
    return llvm::none_of(
               Life.Sources,
               [](const AccessPath &P) { return P.Start == Root::Unknown; }) &&
           !maySourceChange(U, Index, Life);
  }
  const auto *Range = dyn_cast<CXXForRangeStmt>(&Fill);
  if (!Range || !Range->getRangeInit()->isLValue())
    return !hasOutsideEffects(*Reader);
  if (hasOutsideEffects(Fill) && hasOutsideEffects(*Reader))
    return false;
  CopyLife Life;
  for (const AccessPath &P : pathsOf(U, Index, Range->getRangeInit()))
    Life.Sources.push_back(
        P.then(Step::Element, Range->getLoopVariable()->getType()));
  Life.At = &Fill;
  Life.Scope = Index.scope(&V);
  llvm::SmallVector<const Expr *, 8> Reads;
  llvm::copy_if(Of.Reads, std::back_inserter(Reads), [&](const Expr *E) {
    return !Index.contains(&Fill, E) && Index.begin(E) > Index.end(&Fill);
  });
  Life.Reads = Reads;
  return !maySourceChange(U, Index, Life);
}

void BuiltOnceFinder::visit(const VarDecl &V) {
  if (!V.hasLocalStorage() || V.getType()->isReferenceType() ||
      !V.getIdentifier() ||
      !(isSequence(recordOf(V.getType())) ||
        isAssociative(recordOf(V.getType()))) ||
      isLibraryClass(recordOf(V.getType()), {"basic_string"}) ||
      holdsRunning(recordOf(V.getType())) ||
      !copies::isPlainCode(V.getLocation(), U.context()) ||
      !(startsEmpty(V) || firstOfRange(V)))
    return;
  const Stmt *Block = Index.scope(&V);
  if (!isa<CompoundStmt>(Block))
    return;
  llvm::SmallVector<const Expr *, 4> Fills;
  const Stmt *Fill = nullptr;
  for (const DeclRefExpr *Ref : Index.references(&V)) {
    const Expr *Call = fillingCall(Ref);
    if (!Call)
      continue;
    Fills.push_back(Call);
    const Stmt *At = statementIn(Block, Ref);
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    if (Member && Member->getMethodDecl() &&
        Member->getMethodDecl()->getIdentifier() &&
        Member->getMethodDecl()->getName() == "reserve")
      continue;
    if (!At || (Fill && At != Fill))
      return;
    Fill = At;
  }
  if (firstOfRange(V)) {
    if (Fill)
      return;
    Fill = Index.declaration(&V);
  }
  const bool IsLoopOrAlgorithm =
      Fill && (isLoop(Fill) || isa<CallExpr, ExprWithCleanups, DeclStmt>(Fill));
  if (!IsLoopOrAlgorithm || leavesEarly(*Fill))
    return;
  // One element that is added once is no sequence.
  if (!isLoop(Fill) && !isa<DeclStmt>(Fill) &&
      llvm::all_of(Fills,
                   [](const Expr *E) { return isa<CXXMemberCallExpr>(E); }))
    return;
  Reading R;
  if (!readingOf(V, *Fill, R))
    return;
  const Uses Of = usesOf(U, Index, &V, Fills);
  if (Of.Mutated || Of.CopiedWhole || !canBeJoined(V, *Fill, R, Of))
    return;
  report(V, *Fill, R);
}

void BuiltOnceFinder::report(const VarDecl &V, const Stmt &Fill,
                             const Reading &R) {
  LocalFinding F;
  F.Loc = V.getLocation();
  F.Message = "'" + V.getName().str() + "' is filled only to be " +
              (R.Loop        ? "looped over once"
               : R.Lookups   ? "asked once"
               : R.Algorithm ? "read by one algorithm"
                             : "counted");
  F.Notes.push_back({Fill.getBeginLoc(), "filled here"});
  if (R.Loop)
    F.Notes.push_back({R.Loop->getBeginLoc(),
                       "read here; what this loop does can be done where the "
                       "elements are made"});
  else if (R.Algorithm)
    F.Notes.push_back({R.Algorithm->getBeginLoc(),
                       "read here; the first loop can keep the result instead "
                       "of the elements"});
  else
    F.Notes.push_back({Fill.getBeginLoc(), R.Lookups
                                               ? "std::find on the original "
                                                 "would do"
                                               : "a counter would do"});
  Found.push_back(std::move(F));
}

} // namespace

void findBuiltOnce(Unit &U, const BodyIndex &Index,
                   std::vector<LocalFinding> &Found) {
  BuiltOnceFinder Finder(U, Index, Found);
  for (const Stmt *S : Index.statements())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Finder.visit(*V);
}

} // namespace heapwise::sequences
