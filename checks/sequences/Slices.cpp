//===-- Slices.cpp - Parts of sequences that are copied -------------------===//
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
#include "../fixes/FixPlan.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;
using llvm::StringRef;

namespace heapwise::sequences {

namespace {

/// A copy of part of a sequence.
struct Slice {
  /// The string of s.substr(..), or a pointer or handle to it; or null.
  const Expr *SubstrOf = nullptr;
  /// The `->` before substr, if it is a pointer or handle.
  SourceLocation Arrow;
  /// An iterator, pointer or view into the original, or null.
  const Expr *Cursor = nullptr;
  /// False if a view is not made by the same arguments.
  bool IsMechanical = true;
  explicit operator bool() const { return SubstrOf || Cursor; }
};

/// What a use of a slice asks for.
enum class Need {
  View,   ///< a view can be written in its place
  Place,  ///< a view would do if the place that is read is there
  Callee, ///< a view would do if the parameter of a function in view were one
  Copy,   ///< the object itself
};

Need worse(Need A, Need B) { return std::max(A, B); }

bool isString(QualType T) {
  return isLibraryClass(recordOf(T), {"basic_string"});
}

class SliceFinder {
public:
  SliceFinder(Unit &U, const BodyIndex &Index, std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Found(Found) {}

  void variable(const VarDecl &V);
  void temporary(const Expr &E);

private:
  Slice sliceOf(const Expr *E) const;
  bool isStable(const Slice &S, const Stmt *At, const Stmt *Scope,
                ArrayRef<const Expr *> Reads);
  void report(QualType Type, SourceLocation Loc, const std::string &What,
              Need N, std::vector<FixItHint> Hints);

  Unit &U;
  const BodyIndex &Index;
  std::vector<LocalFinding> &Found;
};

/// The construction or call that makes the object \p E.
Slice SliceFinder::sliceOf(const Expr *E) const {
  E = E->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    E = Cast->getSubExpr()->IgnoreImplicit();
  Slice S;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const Expr *Object = Call->getImplicitObjectArgument();
    if (!Method || !Method->getIdentifier() || Method->getName() != "substr" ||
        !isString(Call->getType()))
      return S;
    if (Object->isLValue() && isString(Object->getType()))
      S.SubstrOf = Object;
    const auto *Member =
        dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    if (Object->getType()->isPointerType() && Member && Member->isArrow()) {
      const auto *Handle =
          dyn_cast<CXXOperatorCallExpr>(Object->IgnoreParenImpCasts());
      S.SubstrOf = Handle ? Handle->getArg(0)->IgnoreImplicit() : Object;
      S.Arrow = Member->getOperatorLoc();
    }
    return S;
  }
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  if (!Construct || Construct->isElidable())
    return S;
  if (Construct->getConstructor()->isCopyOrMoveConstructor())
    return Construct->getNumArgs() == 1 && Construct->getArg(0)->isXValue() &&
                   isa<MaterializeTemporaryExpr>(Construct->getArg(0))
               ? sliceOf(Construct->getArg(0))
               : S;
  const CXXRecordDecl *R = recordOf(Construct->getType());
  unsigned Given = Construct->getNumArgs();
  while (Given && isa<CXXDefaultArgExpr>(Construct->getArg(Given - 1)))
    --Given;
  if (!isLibraryClass(R, {"vector", "basic_string"}) || !Given)
    return S;
  const Expr *First = Construct->getArg(0);
  const QualType T = First->getType().getNonReferenceType();
  if (Given == 1) {
    // std::string(view)
    if (isLibraryClass(R, {"basic_string"}) &&
        isLibraryClass(recordOf(T), {"basic_string_view"}))
      S.Cursor = First;
    return S;
  }
  // vector(first, last): of the same elements, without a conversion.
  const Expr *Second = Construct->getArg(1);
  if (Given == 2 && isLibraryClass(R, {"basic_string"}) &&
      Second->getType()->isIntegerType()) {
    // std::string(pointer, n), std::string(s, position)
    if (T->isPointerType())
      S.Cursor = First;
    else if (First->isLValue() && isString(T))
      S.SubstrOf = First;
    S.IsMechanical = !S.SubstrOf;
    return S;
  }
  // std::string(s, position, n)
  if (Given == 3 && isLibraryClass(R, {"basic_string"}) && First->isLValue() &&
      isString(T) && Second->getType()->isIntegerType()) {
    S.SubstrOf = First;
    S.IsMechanical = false;
    return S;
  }
  if (Given != 2 || !isCursor(T) || !isCursor(Second->getType()) ||
      T.getCanonicalType().getUnqualifiedType() != Second->getType()
                                                       .getNonReferenceType()
                                                       .getCanonicalType()
                                                       .getUnqualifiedType())
    return S;
  const QualType Pointer =
      T->isPointerType() ? T : templateArgument(recordOf(T), 0);
  if (Pointer.isNull() || !Pointer->isPointerType() ||
      Pointer->getPointeeType().getCanonicalType().getUnqualifiedType() !=
          templateArgument(R, 0).getCanonicalType().getUnqualifiedType())
    return S;
  S.Cursor = First;
  S.IsMechanical = U.context().getLangOpts().CPlusPlus20;
  return S;
}

bool isViewMember(StringRef Name, bool String) {
  static constexpr StringRef Both[] = {"size",   "empty", "front",   "back",
                                       "begin",  "end",   "rbegin",  "rend",
                                       "cbegin", "cend",  "crbegin", "crend"};
  static constexpr StringRef OfStrings[] = {"length",
                                            "at",
                                            "find",
                                            "rfind",
                                            "find_first_of",
                                            "find_last_of",
                                            "find_first_not_of",
                                            "find_last_not_of",
                                            "compare",
                                            "starts_with",
                                            "ends_with",
                                            "contains"};
  return llvm::is_contained(Both, Name) ||
         (String ? llvm::is_contained(OfStrings, Name) : Name == "data");
}

Need needOfParameter(Unit &U, const FunctionDecl *F, unsigned Place);

/// find() and its likes of a container whose comparator, or hash and equality,
/// take views, too.
bool isTransparentLookup(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const CXXRecordDecl *R = Method ? Method->getParent() : nullptr;
  if (!Method || !Method->getIdentifier() || !isContainer(R) || isSequence(R) ||
      !llvm::is_contained({"find", "count", "contains", "lower_bound",
                           "upper_bound", "equal_range"},
                          Method->getName()))
    return false;
  const auto IsTransparent = [&](unsigned I) {
    const CXXRecordDecl *Told = recordOf(templateArgument(R, I));
    return Told && Told->hasDefinition() &&
           !facts::memberType(*Told, "is_transparent").isNull();
  };
  const unsigned First = R->getName().contains("map") ? 2 : 1;
  return IsTransparent(First) &&
         (!R->getName().starts_with("unordered") || IsTransparent(First + 1));
}

/// True for an index like `s.size() - 1`.
bool countsFromTheEnd(const Expr &Index) {
  const auto *Minus = dyn_cast<BinaryOperator>(Index.IgnoreParenImpCasts());
  const auto *Size =
      Minus && Minus->getOpcode() == BO_Sub
          ? dyn_cast<CXXMemberCallExpr>(Minus->getLHS()->IgnoreParenImpCasts())
          : nullptr;
  const CXXMethodDecl *Method = Size ? Size->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() &&
         (Method->getName() == "size" || Method->getName() == "length");
}

/// What the use \p E of a slice needs, in the function of \p Index.
Need needOf(Unit &U, const BodyIndex &Index, const Expr *E, bool String) {
  const Stmt *Parent = Index.parent(E);
  while (Parent && isa<ImplicitCastExpr, ParenExpr, MaterializeTemporaryExpr,
                       CXXBindTemporaryExpr, FullExpr>(Parent)) {
    if (Index.initialised(E))
      break;
    E = cast<Expr>(Parent);
    Parent = Index.parent(Parent);
  }
  if (const VarDecl *V = Index.initialised(E))
    return V->isImplicit() ? Need::View : Need::Copy; // a range-for
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    if (!Method) // npos
      return isa<VarDecl>(Member->getMemberDecl()) ? Need::View : Need::Copy;
    if (isa<CXXConversionDecl>(Method)) // to string_view
      return Need::View;
    return Method->getIdentifier() && isViewMember(Method->getName(), String)
               ? Need::View
               : Need::Copy;
  }
  if (const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Parent)) {
    switch (Call->getOperator()) {
    case OO_Subscript:
      // A string has a character behind its last one, a view has not.
      if (Call->getArg(0) != E)
        return Need::Copy;
      if (!String || countsFromTheEnd(*Call->getArg(1)))
        return Need::View;
      return isa<IntegerLiteral>(Call->getArg(1)->IgnoreParenImpCasts())
                 ? Need::Place
                 : Need::Copy;
    case OO_EqualEqual:
    case OO_ExclaimEqual:
    case OO_Less:
    case OO_Greater:
    case OO_LessEqual:
    case OO_GreaterEqual:
    case OO_Spaceship:
      return String && Call->getDirectCallee() &&
                     facts::isLibraryCode(Call->getDirectCallee())
                 ? Need::View
                 : Need::Copy;
    default:
      return Need::Copy;
    }
  }
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Parent))
    return isLibraryClass(recordOf(Construct->getType()), {"span"})
               ? Need::View
               : Need::Copy;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Parent)) {
    const FunctionDecl *F = Call->getDirectCallee();
    for (unsigned I = 0; I != Call->getNumArgs(); ++I)
      if (Call->getArg(I) == E)
        return F && !facts::isLibraryCode(F)  ? needOfParameter(U, F, I)
               : F && isTransparentLookup(*F) ? Need::View
                                              : Need::Copy;
  }
  return Need::Copy;
}

/// What a function in view needs of its parameter, a reference to const.
Need needOfParameter(Unit &U, const FunctionDecl *F, unsigned Place) {
  const FunctionDecl *Definition = definitionInView(F);
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (!Definition || Place >= Definition->getNumParams() ||
      Definition->isTemplateInstantiation() || (Method && Method->isVirtual()))
    return Need::Copy;
  const ParmVarDecl *P = Definition->getParamDecl(Place);
  if (!P->getType()->isLValueReferenceType() || U.isAddressTaken(F))
    return Need::Copy;
  const BodyIndex &Index = U.index(*Definition);
  for (const DeclRefExpr *Ref : Index.references(P))
    if (needOf(U, Index, Ref, isString(P->getType())) != Need::View)
      return Need::Copy;
  return usesOf(U, Index, P).Mutated ? Need::Copy : Need::Callee;
}

bool SliceFinder::isStable(const Slice &S, const Stmt *At, const Stmt *Scope,
                           ArrayRef<const Expr *> Reads) {
  CopyLife Life;
  Life.Sources =
      S.SubstrOf && S.Arrow.isInvalid()
          ? pathsOf(U, Index, S.SubstrOf)
          : pathsBehind(U, Index, S.SubstrOf ? S.SubstrOf : S.Cursor);
  for (const AccessPath &P : Life.Sources)
    if (P.Start == Root::Unknown || P.Start == Root::Temporary)
      return false;
  Life.At = At;
  Life.Scope = Scope;
  Life.Reads = Reads;
  return !maySourceChange(U, Index, Life);
}

void SliceFinder::report(QualType Type, SourceLocation Loc,
                         const std::string &What, Need N,
                         std::vector<FixItHint> Hints) {
  const bool String = isString(Type);
  LocalFinding F;
  F.Loc = Loc;
  F.Message = What + " (" + U.costs().describe(Type) + ") and is only read; " +
              (String ? "'std::string_view'" : "'std::span'") + " would do";
  F.Hints = std::move(Hints);
  if (N == Need::Place)
    F.Notes.push_back({Loc, "the place behind its end can be read in a "
                            "string, not in a view"});
  if (N == Need::Callee)
    F.Notes.push_back(
        {Loc, String ? "the function that it is given to only reads it and "
                       "could take a 'std::string_view'"
                     : "the function that it is given to only reads it and "
                       "could take a 'std::span' of const elements"});
  Found.push_back(std::move(F));
}

bool isViewAvailable(const ASTContext &Context, QualType Type) {
  const LangOptions &Language = Context.getLangOpts();
  if (!isString(Type))
    return Language.CPlusPlus20;
  const QualType Character = templateArgument(recordOf(Type), 0);
  return Language.CPlusPlus17 && !Character.isNull() && Character->isCharType();
}

/// `std::string_view(s)` for the `s` of `s.substr()`, `std::string_view(*p)`
/// for that of `p->substr()`.
void viewOf(const Slice &S, fixes::Edits &Edits) {
  const bool IsArrow = S.Arrow.isValid();
  Edits.insertBefore(S.SubstrOf->getBeginLoc(),
                     IsArrow ? "std::string_view(*" : "std::string_view(");
  Edits.insertAfter(S.SubstrOf->getEndLoc(), ")");
  if (IsArrow)
    Edits.replace(CharSourceRange::getTokenRange(S.Arrow), ".");
}

void SliceFinder::variable(const VarDecl &V) {
  const QualType Type = V.getType();
  const ASTContext &Context = U.context();
  if (!V.hasLocalStorage() || !V.getInit() || Type->isReferenceType() ||
      V.isImplicit() || !V.getIdentifier() || V.isInitCapture() ||
      !copies::isPlainCode(V.getLocation(), Context) ||
      !isLibraryClass(recordOf(Type), {"vector", "basic_string"}) ||
      !isViewAvailable(Context, Type) || Index.rangeLoop(&V))
    return;
  const Slice S = sliceOf(V.getInit());
  const auto References = Index.references(&V);
  if (!S || References.empty())
    return;
  Need N = Need::View;
  for (const DeclRefExpr *Ref : References)
    N = worse(N, needOf(U, Index, Ref, isString(Type)));
  if (N == Need::Copy)
    return;
  const Uses Of = usesOf(U, Index, &V);
  if (Of.Mutated || Of.NeedsNonConst ||
      !isStable(S, Index.declaration(&V), Index.scope(&V), Of.Reads))
    return;
  std::vector<FixItHint> Hints;
  const auto *Declaration = dyn_cast<DeclStmt>(Index.declaration(&V));
  if (N == Need::View && S.IsMechanical && isString(Type) && Declaration &&
      Declaration->isSingleDecl() && V.getTypeSourceInfo()) {
    fixes::Edits Edits(Context);
    const TypeLoc Written = V.getTypeSourceInfo()->getTypeLoc();
    if (S.SubstrOf)
      viewOf(S, Edits);
    if (!V.getTypeSourceInfo()->getType()->getContainedAutoType())
      Edits.replace(CharSourceRange::getTokenRange(
                        Written.getUnqualifiedLoc().getSourceRange()),
                    "std::string_view");
    else if (!S.SubstrOf)
      Edits.refuse("the type is not written");
    Hints = copies::hintsOf(std::move(Edits));
  }
  report(Type, V.getLocation(),
         "'" + V.getName().str() + "' copies a part of what is there already",
         N, std::move(Hints));
}

void SliceFinder::temporary(const Expr &E) {
  const QualType Type = E.getType();
  if (!copies::isPlainCode(E.getBeginLoc(), U.context()) ||
      !isLibraryClass(recordOf(Type), {"vector", "basic_string"}) ||
      !isViewAvailable(U.context(), Type))
    return;
  const Slice S = sliceOf(&E);
  if (!S)
    return;
  const Need N = needOf(U, Index, &E, isString(Type));
  if (N == Need::Copy || Index.initialised(&E) ||
      usesOf(U, Index, &E).NeedsNonConst ||
      !isStable(S, &E, Index.fullExpression(&E), {&E}))
    return;
  std::vector<FixItHint> Hints;
  if (N == Need::View && S.SubstrOf && S.IsMechanical) {
    fixes::Edits Edits(U.context());
    viewOf(S, Edits);
    Hints = copies::hintsOf(std::move(Edits));
  }
  report(Type, E.getBeginLoc(),
         copies::quoted(&E, U.context()) +
             " copies a part of what is there already",
         N, std::move(Hints));
}

} // namespace

void findSlices(Unit &U, const BodyIndex &Index,
                std::vector<LocalFinding> &Found) {
  SliceFinder Finder(U, Index, Found);
  for (const Stmt *S : Index.statements()) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Finder.variable(*V);
    } else if (isa<CXXMemberCallExpr, CXXTemporaryObjectExpr,
                   CXXFunctionalCastExpr>(S)) {
      Finder.temporary(*cast<Expr>(S));
    }
  }
}

} // namespace heapwise::sequences
