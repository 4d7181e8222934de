//===-- Common.cpp - What the finders of copies share ---------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::StringRef;
using namespace heapwise::access;

namespace heapwise::copies {

bool isPlainCode(SourceLocation Loc, const ASTContext &Context) {
  return Loc.isValid() && !Loc.isMacroID() &&
         !Context.getSourceManager().isInSystemHeader(Loc);
}

std::string quoted(const Expr *E, const ASTContext &Context) {
  std::string Text = fixes::sourceText(*E->IgnoreImplicit(), Context).str();
  if (Text.size() > 40 || StringRef(Text).contains('\n'))
    Text = StringRef(Text)
               .take_until([](char C) { return C == '\n'; })
               .take_front(37)
               .rtrim()
               .str() +
           "...";
  return "'" + Text + "'";
}

bool isNamedLikeASnapshot(StringRef Name) {
  static constexpr StringRef Words[] = {"backup", "snapshot", "saved",
                                        "before", "previous", "original"};
  if (llvm::any_of(Words, [&](StringRef Word) {
        return Name.contains_insensitive(Word);
      }))
    return true;
  // Short words stand at the start or on their own: old_name, prevState.
  return llvm::any_of(ArrayRef<StringRef>{"old", "prev", "orig"},
                      [&](StringRef Word) {
                        return Name.trim('_').starts_with_insensitive(Word);
                      });
}

/// A comment that gives a reason for a copy, rather than one that names it.
static bool asksForCopy(StringRef Comment) {
  static const llvm::Regex Reason(
      "(make|take|need|want|keep|must|create|hold|use)[a-z]* "
      "(an? |the |our |its |own |local |[a-z]+ )*cop(y|ies)|"
      "cop(y|ied|ies|ying).* (because|since|so that|so we|in case|otherwise|"
      "to avoid|as .* (may|might|can|could|will)|on purpose)|"
      "(intentional|deliberate)[a-z ]* (cop(y|ied|ies)|by value)|"
      "by value.* (because|since|so that|on purpose)",
      llvm::Regex::IgnoreCase);
  return Reason.match(Comment);
}

bool isCopyOnPurpose(SourceLocation Loc, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const auto [File, Offset] = SM.getDecomposedExpansionLoc(Loc);
  const StringRef Text = SM.getBufferData(File);
  const size_t LineEnd = Text.find('\n', Offset);
  auto [Code, Trailing] = Text.slice(Offset, LineEnd).split("//");
  if (asksForCopy(Trailing))
    return true;
  // The comment lines right before, as one text.
  std::string Before;
  StringRef Above = Text.take_front(Text.take_front(Offset).rfind('\n') + 1);
  while (!Above.empty()) {
    Above = Above.drop_back();
    const size_t Start = Above.rfind('\n') + 1;
    const StringRef Line = Above.drop_front(Start).trim();
    if (!Line.starts_with("//") && !Line.starts_with("*") &&
        !Line.starts_with("/*") && !Line.ends_with("*/"))
      break;
    Before = (Line.ltrim("/* ") + " " + Before).str();
    Above = Above.take_front(Start);
  }
  return asksForCopy(Before);
}

/// Where the AST of the function names something called \p Name.
static llvm::DenseSet<unsigned>
placesOfName(const BodyIndex &Index, StringRef Name, const SourceManager &SM) {
  llvm::DenseSet<unsigned> Places;
  const auto Add = [&](const NamedDecl &D, SourceLocation Loc) {
    if (D.getIdentifier() && D.getName() == Name)
      Places.insert(SM.getFileOffset(SM.getFileLoc(Loc)));
  };
  for (const Stmt *S : Index.statements()) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      Add(*Ref->getDecl(), Ref->getLocation());
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      Add(*Member->getMemberDecl(), Member->getMemberLoc());
    } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Named = dyn_cast<NamedDecl>(D))
          Add(*Named, Named->getLocation());
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &C : Lambda->captures())
        if (C.capturesVariable())
          Add(*C.getCapturedVar(), C.getLocation());
    }
  }
  return Places;
}

bool isNamedInSkippedCode(const BodyIndex &Index, const VarDecl &V,
                          const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const SourceRange Body = Index.function().getBody()->getSourceRange();
  if (!V.getIdentifier() || Body.getBegin().isMacroID() ||
      Body.getEnd().isMacroID())
    return false;
  const auto [File, Begin] = SM.getDecomposedLoc(Body.getBegin());
  const unsigned End = SM.getFileOffset(Body.getEnd());
  const StringRef Text = SM.getBufferData(File);
  if (!Text.slice(Begin, End).contains("\n#") &&
      !Text.slice(Begin, End).contains("#if"))
    return false;
  const llvm::DenseSet<unsigned> Seen = placesOfName(Index, V.getName(), SM);
  Lexer Raw(SM.getLocForStartOfFile(File), Context.getLangOpts(), Text.begin(),
            Text.begin() + Begin, Text.end());
  Token Last, Next;
  Last.startToken();
  while (!Raw.LexFromRawLexer(Next) &&
         SM.getFileOffset(Next.getLocation()) < End) {
    if (Next.is(tok::raw_identifier) &&
        Next.getRawIdentifier() == V.getName() &&
        !Last.isOneOf(tok::period, tok::arrow, tok::coloncolon) &&
        !Seen.contains(SM.getFileOffset(Next.getLocation())))
      return true;
    Last = Next;
  }
  return false;
}

/// optional<T> or any made from a T.
static const Expr *wrappedIn(const CXXConstructExpr *Construct) {
  const CXXRecordDecl *R = Construct->getConstructor()->getParent();
  if (Construct->getNumArgs() != 1 || !isLibraryClass(R, {"optional"}))
    return nullptr;
  const Expr *Argument = Construct->getArg(0);
  const QualType Value = templateArgument(R, 0);
  const bool IsValue =
      !Value.isNull() && Argument->isLValue() &&
      Value.getCanonicalType().getUnqualifiedType() ==
          Argument->getType().getCanonicalType().getUnqualifiedType();
  return IsValue ? Argument : nullptr;
}

/// A library function that returns a copy of its argument, boxed or not.
static const Expr *copiedByCall(const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F || !F->getIdentifier() || !facts::isLibraryCode(F))
    return nullptr;
  const StringRef Name = F->getName();
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Member->getImplicitObjectArgument();
    return Name == "value_or" && Object && Object->isLValue() ? Object
                                                              : nullptr;
  }
  if (Call->getNumArgs() != 1 || !Call->getArg(0)->isLValue())
    return nullptr;
  const Expr *Argument = Call->getArg(0);
  if (Name == "any_cast")
    return Argument;
  if (Name != "make_unique" && Name != "make_optional")
    return nullptr;
  const QualType Made = templateArgument(recordOf(Call->getType()), 0);
  const bool IsCopy =
      !Made.isNull() &&
      Made.getCanonicalType().getUnqualifiedType() ==
          Argument->getType().getCanonicalType().getUnqualifiedType();
  return IsCopy ? Argument : nullptr;
}

const Expr *copiedFrom(const Expr *Init) {
  while (Init) {
    Init = Init->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(Init)) {
      Init = Full->getSubExpr();
    } else if (const auto *Temporary =
                   dyn_cast<MaterializeTemporaryExpr>(Init)) {
      Init = Temporary->getSubExpr();
    } else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Init)) {
      Init = Bind->getSubExpr();
    } else if (const auto *List = dyn_cast<InitListExpr>(Init)) {
      if (List->getNumInits() != 1 ||
          List->getInit(0)->getType().getCanonicalType().getUnqualifiedType() !=
              List->getType().getCanonicalType().getUnqualifiedType())
        return nullptr;
      Init = List->getInit(0);
    } else if (const auto *Cast = dyn_cast<CastExpr>(Init)) {
      // A trivial class is copied by a conversion to rvalue in C only.
      if (Cast->getCastKind() != CK_NoOp &&
          Cast->getCastKind() != CK_ConstructorConversion)
        return nullptr;
      Init = Cast->getSubExpr();
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init)) {
      if (const Expr *Wrapped = wrappedIn(Construct))
        return Wrapped;
      const CXXConstructorDecl *C = Construct->getConstructor();
      if (!C->isCopyOrMoveConstructor() || !Construct->getNumArgs())
        return nullptr;
      const Expr *Argument = Construct->getArg(0);
      if (Argument->isLValue() && C->isCopyConstructor())
        return Argument;
      if (!isa<MaterializeTemporaryExpr>(Argument->IgnoreParenImpCasts()))
        return nullptr; // a real move
      Init = Argument;
    } else if (const auto *Call = dyn_cast<CallExpr>(Init)) {
      return copiedByCall(Call);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

bool isHeavy(const BodyIndex &Index, const Stmt *Loop) {
  const auto CostsMore = [&](const Stmt *S) {
    if (isa<CXXNewExpr, LambdaExpr>(S))
      return true;
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!Call ||
        isa<CXXPseudoDestructorExpr>(Call->getCallee()->IgnoreParens()))
      return false;
    if (!F)
      return true;
    if (facts::isLibraryCode(F))
      return isSharedPointer(recordOf(F->getReturnType())) &&
             Call->isPRValue(); // make_shared(), lock()
    return !definitionInView(F);
  };
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    return Index.contains(Loop, S) && CostsMore(S);
  });
}

void makeConstReference(const VarDecl &V, fixes::Edits &Edits,
                        const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const TypeSourceInfo *Info = V.getTypeSourceInfo();
  if (!Info || !isPlainCode(V.getBeginLoc(), Context) ||
      !isPlainCode(V.getLocation(), Context))
    return Edits.refuse("the declaration is not plain code");
  const bool IsConst = V.getType().isConstQualified();
  if (isa<DecompositionDecl>(V)) {
    // `const auto [a, b]`: the bracket follows the type.
    Edits.insertAfter(Info->getTypeLoc().getEndLoc(), "&");
  } else {
    // In front of the name, where `T const name` has it too.
    StringRef Before = fixes::sourceText(
        CharSourceRange::getCharRange(V.getBeginLoc(), V.getLocation()),
        Context);
    if (Before.contains('[') || Before.contains('('))
      return Edits.refuse("the declaration is not plain");
    const SourceLocation Name = V.getLocation();
    if (V.getName().empty() || SM.getFileOffset(Name) == 0)
      return Edits.refuse("the variable has no name");
    Edits.insertBefore(Name, "&");
  }
  if (IsConst)
    return;
  // Specifiers such as `register` are not worth a fix.
  const SourceLocation TypeStart = Info->getTypeLoc().getBeginLoc();
  if (!isPlainCode(TypeStart, Context))
    return Edits.refuse("the type is not plain code");
  Edits.insertBefore(TypeStart, "const ");
}

namespace {

class DecltypeFinder : public RecursiveASTVisitor<DecltypeFinder> {
public:
  explicit DecltypeFinder(const VarDecl &V) : V(V) {}

  bool TraverseDecltypeTypeLoc(DecltypeTypeLoc Loc,
                               [[maybe_unused]] bool TraverseQualifier = true) {
    const llvm::SaveAndRestore Within(InType, true);
    return TraverseStmt(Loc.getUnderlyingExpr());
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    return !(InType && Ref->getDecl() == &V);
  }
  bool VisitVarDecl(VarDecl *Other) {
    // decltype(auto) other = v;
    const TypeSourceInfo *Info = Other->getTypeSourceInfo();
    const AutoType *Auto =
        Info ? Info->getType()->getContainedAutoType() : nullptr;
    const auto *Ref =
        Auto && Auto->isDecltypeAuto() && Other->getInit()
            ? dyn_cast<DeclRefExpr>(Other->getInit()->IgnoreParenImpCasts())
            : nullptr;
    return !Ref || Ref->getDecl() != &V;
  }

private:
  const VarDecl &V;
  bool InType = false;
};

} // namespace

bool isNamedInType(const FunctionDecl &F, const VarDecl &V) {
  // Stops at the first one.
  return !DecltypeFinder(V).TraverseDecl(const_cast<FunctionDecl *>(&F));
}

std::vector<FixItHint> hintsOf(fixes::Edits &&Edits) {
  fixes::FixPlan Plan = std::move(Edits).finish();
  return Plan.Refusal.empty() ? std::move(Plan.Hints)
                              : std::vector<FixItHint>();
}

} // namespace heapwise::copies
