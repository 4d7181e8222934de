//===-- TemporaryCopies.cpp - Temporaries made out of copies --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

namespace {

class TemporaryFinder {
public:
  TemporaryFinder(Unit &U, const BodyIndex &Index,
                  std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Found(Found) {}

  void rangeLoop(const CXXForRangeStmt &Loop);
  void variable(const VarDecl &V);
  void call(const CallExpr &Call);
  void algorithm(const CallExpr &Call);

private:
  const Expr *firstCopy(const Stmt *List);
  bool areStable(const Stmt *List, const CopyLife &Life);
  void report(SourceLocation Loc, std::string Message, llvm::StringRef Note);

  Unit &U;
  const BodyIndex &Index;
  std::vector<LocalFinding> &Found;
};

void TemporaryFinder::report(SourceLocation Loc, std::string Message,
                             llvm::StringRef Note) {
  if (!isPlainCode(Loc, U.context()))
    return;
  LocalFinding C;
  C.Loc = Loc;
  C.Message = std::move(Message);
  C.Notes.push_back({Loc, Note.str()});
  Found.push_back(std::move(C));
}

/// The lists of elements in an initialiser, without what calls they hold.
template <typename Visitor>
void forEachElement(const Expr *Init, const Visitor &Visit) {
  Init = Init->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Init))
    return forEachElement(List->getSubExpr(), Visit);
  if (const auto *List = dyn_cast<InitListExpr>(Init)) {
    for (const Expr *Element : List->inits())
      forEachElement(Element, Visit);
    return;
  }
  const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
  if (Construct && Construct->getNumArgs() &&
      isa<CXXStdInitializerListExpr>(Construct->getArg(0)->IgnoreImplicit()))
    return forEachElement(Construct->getArg(0), Visit);
  Visit(Init);
}

/// What the elements of the braces \p Init copy, if each is a copy of an
/// lvalue.
llvm::SmallVector<const Expr *> copiedElements(Unit &U, const Expr *Init) {
  llvm::SmallVector<const Expr *> Sources;
  if (copiedFrom(Init))
    return Sources; // one object, not its elements
  bool AllCopies = true;
  forEachElement(Init, [&](const Expr *Element) {
    const Expr *Source = copiedFrom(Element);
    if (Source && U.costs().isExpensive(Source->getType()))
      Sources.push_back(Source);
    else
      AllCopies = false;
  });
  if (!AllCopies)
    Sources.clear();
  return Sources;
}

/// `{a, b}` and `std::vector<T>{a, b}`.
bool isBraces(const Expr *E) {
  E = E->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    E = Cast->getSubExpr()->IgnoreImplicit();
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  return isa<CXXStdInitializerListExpr, InitListExpr>(E) ||
         (Construct && Construct->isStdInitListInitialization());
}

void TemporaryFinder::rangeLoop(const CXXForRangeStmt &Loop) {
  const Expr *Range = Loop.getRangeInit();
  if (!Range || !isBraces(Range))
    return;
  const auto Sources = copiedElements(U, Range);
  const VarDecl *V = Loop.getLoopVariable();
  if (Sources.empty() || usesOf(U, Index, V).Mutated)
    return;
  // The copies are read in each round.
  const Expr *EachRound = Loop.getInc();
  for (const Expr *Source : Sources)
    if (maySourceChange(U, Index,
                        {pathsOf(U, Index, Source),
                         Loop.getRangeStmt(),
                         &Loop,
                         {EachRound}}))
      return;
  report(Range->getBeginLoc(),
         "the braces copy " + quoted(Sources.front(), U.context()) + " (" +
             U.costs().describe(Sources.front()->getType()) +
             ") for a loop that only reads",
         "loop over pointers to them: '{&a, &b}'");
}

void TemporaryFinder::variable(const VarDecl &V) {
  const Expr *Init = V.getInit();
  if (!Init || !V.hasLocalStorage() || V.getType()->isReferenceType() ||
      V.isImplicit() || !isPlainCode(V.getLocation(), U.context()) ||
      !V.getIdentifier() || isNamedLikeASnapshot(V.getName()))
    return;
  const CXXRecordDecl *R = recordOf(V.getType());
  const bool IsAggregate = V.getType()->isArrayType() || isSequence(R) ||
                           isLibraryClass(R, {"array", "initializer_list"});
  if (!IsAggregate)
    return;
  const auto Sources = copiedElements(U, Init);
  if (Sources.empty())
    return;
  const Uses Of = usesOf(U, Index, &V);
  if (Of.Mutated || Of.CopiedWhole || Of.Reads.empty())
    return;
  for (const Expr *Source : Sources) {
    const CopyLife Life = {pathsOf(U, Index, Source), Index.declaration(&V),
                           Index.scope(&V), Of.Reads};
    for (const AccessPath &P : Life.Sources)
      if (P.Start == Root::Unknown)
        return;
    if (maySourceChange(U, Index, Life))
      return;
  }
  report(V.getLocation(),
         "'" + V.getName().str() + "' holds copies of " +
             quoted(Sources.front(), U.context()) +
             (Sources.size() > 1 ? " and others (" : " (") +
             U.costs().describe(Sources.front()->getType()) +
             ") and is only read",
         "pointers to them would do");
}

/// The temporary that a call gets for a parameter that is a reference to const.
const Expr *temporaryFor(const CallExpr &Call, const FunctionDecl &F,
                         unsigned Argument, unsigned Parameter) {
  if (Parameter >= F.getNumParams())
    return nullptr;
  const QualType T = F.getParamDecl(Parameter)->getType();
  const auto *Temporary =
      dyn_cast<MaterializeTemporaryExpr>(Call.getArg(Argument)->IgnoreParens());
  return T->isLValueReferenceType() && Temporary
             ? Temporary->getSubExpr()->IgnoreImplicit()
             : nullptr;
}

/// pair<K, V> made of a pair<const K, V>, shared_ptr<const T> of a
/// shared_ptr<T>, without a word in the source.
const Expr *convertedFrom(const Expr *Temporary) {
  const auto *Construct = dyn_cast<CXXConstructExpr>(Temporary);
  if (!Construct || Construct->getNumArgs() != 1 ||
      !Construct->getArg(0)->isLValue())
    return nullptr;
  const Expr *Source = Construct->getArg(0);
  const CXXRecordDecl *To = recordOf(Construct->getType());
  const CXXRecordDecl *From = recordOf(Source->getType());
  if (!To || !From || To == From || !To->getIdentifier() ||
      !From->getIdentifier() || To->getName() != From->getName() ||
      !isLibraryClass(To, {"pair", "tuple", "shared_ptr"}))
    return nullptr;
  return Source;
}

/// True if the function of \p Index asks the shared_ptr \p P for nothing but
/// what it points to: whoever keeps it needs an owner of the right type.
bool onlyLooksBehind(const BodyIndex &Index, const ParmVarDecl &P) {
  return llvm::all_of(Index.references(&P), [&](const DeclRefExpr *Ref) {
    const Stmt *Parent = Index.parent(Ref);
    while (Parent && isa<ImplicitCastExpr, ParenExpr>(Parent))
      Parent = Index.parent(Parent);
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent))
      return isa<CXXConversionDecl>(Member->getMemberDecl()) ||
             (Member->getMemberDecl()->getIdentifier() &&
              Member->getMemberDecl()->getName() == "get");
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Parent);
    return Call && Call->getOperator() != OO_Equal;
  });
}

/// An lvalue that is copied into the pair, tuple, optional or container
/// \p Temporary, or null.
const Expr *copiedInto(Unit &U, const Expr *Temporary) {
  // A literal becomes a temporary of its own; there is no original to refer to.
  const auto IsTemporary = [](const Expr *A) {
    while (const auto *Cast = dyn_cast<ImplicitCastExpr>(A))
      A = Cast->getSubExpr();
    return isa<MaterializeTemporaryExpr>(A);
  };
  const auto IsCopied = [&](const Expr *A) {
    return A->isLValue() && !IsTemporary(A) &&
           U.costs().isExpensive(A->getType());
  };
  if (const auto *Make = dyn_cast<CallExpr>(Temporary)) {
    if (facts::libraryFunction(Make->getDirectCallee()) !=
        facts::LibraryFunction::Pack)
      return nullptr;
    const auto Found = llvm::find_if(Make->arguments(), IsCopied);
    return Found == Make->arguments().end() ? nullptr : *Found;
  }
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Temporary))
    return copiedInto(U, Cast->getSubExpr()->IgnoreImplicit());
  if (isLibraryClass(recordOf(Temporary->getType()),
                     {"pair", "tuple", "optional", "variant"})) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(Temporary);
    if (!Construct || Construct->getConstructor()->isCopyOrMoveConstructor())
      return nullptr;
    const auto Found = llvm::find_if(Construct->arguments(), IsCopied);
    return Found == Construct->arguments().end() ? nullptr : *Found;
  }
  const auto Elements = copiedElements(U, Temporary);
  return Elements.empty() ? nullptr : Elements.front();
}

/// An algorithm over a map whose lambda takes `const std::pair<K, V> &`: the
/// elements are of type `std::pair<const K, V>`, and each is copied.
void TemporaryFinder::algorithm(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !facts::isLibraryCode(F) || !Call.getNumArgs() ||
      !isCursor(Call.getArg(0)->getType()))
    return;
  const QualType Element = pointedTo(Call.getArg(0)->getType());
  const auto Plain = [](QualType T) {
    return T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  };
  if (!isLibraryClass(recordOf(Element), {"pair"}))
    return;
  for (const Expr *A : Call.arguments()) {
    const CXXRecordDecl *R = recordOf(A->getType());
    const CXXMethodDecl *Body = R && R->isLambda() && !R->isGenericLambda()
                                    ? R->getLambdaCallOperator()
                                    : nullptr;
    if (!Body)
      continue;
    for (const ParmVarDecl *P : Body->parameters()) {
      const CXXRecordDecl *Taken = recordOf(P->getType());
      if (isLibraryClass(Taken, {"pair"}) &&
          Plain(P->getType()) != Plain(Element) &&
          Plain(templateArgument(Taken, 0)) ==
              Plain(templateArgument(recordOf(Element), 0)) &&
          Plain(templateArgument(Taken, 1)) ==
              Plain(templateArgument(recordOf(Element), 1)) &&
          U.costs().isExpensive(P->getType().getNonReferenceType()) &&
          !usesOf(U, Index, P).Mutated)
        report(P->getLocation(),
               std::string("'") + P->getName().str() +
                   "' is of another type than the elements, each of which is "
                   "copied (" +
                   U.costs().describe(P->getType().getNonReferenceType()) + ")",
               "the elements of a map are of type 'std::pair<const Key, "
               "Value>'");
    }
  }
}

void TemporaryFinder::call(const CallExpr &Call) {
  const FunctionDecl *F = definitionInView(Call.getDirectCallee());
  if (!F || facts::isLibraryCode(F))
    return;
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && Method->isVirtual())
    return;
  // An overload for convenience is there to make what the other one takes.
  if (F->getDeclName() == Index.function().getDeclName())
    return;
  const unsigned First =
      isa<CXXOperatorCallExpr>(Call) && Method && !Method->isStatic() ? 1 : 0;
  for (unsigned I = First; I != Call.getNumArgs(); ++I) {
    const Expr *Temporary = temporaryFor(Call, *F, I, I - First);
    if (!Temporary)
      continue;
    const ParmVarDecl *P = F->getParamDecl(I - First);
    if (const Expr *Source = convertedFrom(Temporary)) {
      const CopyCost Cost = U.costs().cost(Temporary->getType());
      const bool IsHot = Cost == CopyCost::Counted && loopDepth(Index, &Call) &&
                         !isHeavy(Index, Index.enclosingLoop(&Call));
      if (!IsHot && Cost != CopyCost::Heap && Cost != CopyCost::Bytes)
        continue;
      const Uses Of = usesOf(U, U.index(*F), P);
      if (!Of.Mutated && !Of.CopiedWhole &&
          (Cost != CopyCost::Counted || onlyLooksBehind(U.index(*F), *P)))
        report(Call.getArg(I)->getBeginLoc(),
               quoted(Source, U.context()) +
                   " is of another type than the parameter '" +
                   P->getName().str() + "' and is copied for the call (" +
                   U.costs().describe(Temporary->getType()) + ")",
               Cost == CopyCost::Counted
                   ? "the function only reads what it points to and could take "
                     "a reference to that"
                   : "the elements of a map are of type 'std::pair<const Key, "
                     "Value>'");
      continue;
    }
    const Expr *Copied = copiedInto(U, Temporary);
    if (!Copied)
      continue;
    const Uses Of = usesOf(U, U.index(*F), P);
    if (!Of.Mutated && !Of.CopiedWhole)
      report(Call.getArg(I)->getBeginLoc(),
             "copies " + quoted(Copied, U.context()) + " (" +
                 U.costs().describe(Copied->getType()) +
                 ") into a temporary that '" + F->getNameAsString() +
                 "' only reads",
             "the function could take the parts by reference");
  }
}

} // namespace

void findTemporaryCopies(Unit &U, const BodyIndex &Index, const FinderOptions &,
                         std::vector<LocalFinding> &Found) {
  TemporaryFinder Finder(U, Index, Found);
  for (const Stmt *S : Index.statements()) {
    if (const auto *Loop = dyn_cast<CXXForRangeStmt>(S)) {
      Finder.rangeLoop(*Loop);
    } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Finder.variable(*V);
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      Finder.call(*Call);
      Finder.algorithm(*Call);
    }
  }
}

} // namespace heapwise::copies
