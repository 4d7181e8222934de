//===-- HandleRewrite.cpp - The edits that lock a weak handle -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HandleUses.h"

#include "clang-tidy/utils/LexerUtils.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace heapwise::fixes {

bool FunctionRewrite::isWithin(const Stmt *Region, const Use &U) const {
  for (const Stmt *S = U.Place; S; S = parent(S)) {
    if (S == Region)
      return true;
    if (isa<LambdaExpr>(S))
      return false;
  }
  return false;
}

/// Reads the local variable \p Name in place of what \p Like reads.
void FunctionRewrite::useLocal(ArrayRef<const Stmt *> Regions, const Use &Like,
                               StringRef Name) {
  for (Use &U : All) {
    if (U.Done || U.Key != Like.Key ||
        llvm::none_of(Regions, [&](const Stmt *R) { return isWithin(R, U); }))
      continue;
    if (U.Kind == Reading::Assign || U.Kind == Reading::Same) {
      refuse("it is changed while it is in use", *U.Place);
      continue;
    }
    Change.replace(*U.Place, Name);
    U.Done = true;
  }
}

/// A name for the locked handle that the function does not use.
std::string FunctionRewrite::localName(const Use &U) {
  for (const auto &[Key, Name] : Names)
    if (Key == U.Key)
      return Name;
  StringRef Base = Field.getName();
  if (const auto *Element = dyn_cast<DeclRefExpr>(U.Place))
    Base = Element->getDecl()->getName();
  Base = Base.trim('_');
  if (Base.size() > 2 && Base.starts_with("m_"))
    Base = Base.drop_front(2);
  const StringRef Text = sourceText(
      CharSourceRange::getTokenRange(Function.getSourceRange()), Context);
  const auto Taken = [&](StringRef Name) {
    return mentions(Text, Name) ||
           llvm::any_of(Names, [&](auto &N) { return N.second == Name; });
  };
  std::string Name = Base.str();
  if (Name.empty() || Taken(Name) || Name == Field.getName())
    Name = "locked" + Base.take_front().upper() + Base.drop_front().str();
  const std::string Stem = Name;
  for (unsigned I = 2; Taken(Name); ++I)
    Name = Stem + std::to_string(I);
  Names.push_back({U.Key, Name});
  return Name;
}

void FunctionRewrite::rewriteGuarded(Use &U, const Guard &G) {
  const std::string Name = localName(U);
  if (G.Kind == Guard::Condition) {
    const auto *If = dyn_cast<IfStmt>(G.At);
    const Expr *Condition =
        If ? If->getCond() : cast<WhileStmt>(G.At)->getCond();
    const Stmt *Body = If ? If->getThen() : cast<WhileStmt>(G.At)->getBody();
    Change.replace(*Condition, "auto " + Name + " = " + lock(U));
    for (Use &T : All)
      if (&T == G.Test)
        T.Done = true;
    useLocal(Body, U, Name);
    return;
  }
  const Stmt *Block = parent(G.At);
  std::vector<const Stmt *> Regions = {G.At};
  if (G.Rest) {
    bool After = false;
    for (const Stmt *S : Block->children()) {
      if (After)
        Regions.push_back(S);
      After |= S == G.At;
    }
  }
  const bool Reuse = llvm::any_of(Locals, [&](const Local &L) {
    return L.Block == Block && L.Key == U.Key;
  });
  if (Reuse && llvm::any_of(All, [](const Use &Other) {
        return Other.Kind == Reading::Assign;
      }))
    return refuse("it is changed between two uses", *U.Place);
  const std::string Line = "auto " + Name + " = " + lock(U) + ";";
  if (isa<CompoundStmt>(Block)) {
    if (!Reuse)
      Change.insertBefore(G.At->getBeginLoc(),
                          Line + separator(G.At->getBeginLoc(), ""));
    Locals.push_back({Block, U.Key, Name});
  } else {
    const SourceLocation End =
        tidy::utils::lexer::getUnifiedEndLoc(*G.At, SM, Context.getLangOpts());
    Change.insertBefore(G.At->getBeginLoc(), "{ " + Line + " ");
    Change.insertAfter(End, " }");
  }
  useLocal(Regions, U, Name);
}

/// What goes between an inserted line and the statement at \p Loc: a new line,
/// unless the statement itself shares its line with what is before it.
std::string FunctionRewrite::separator(SourceLocation Loc,
                                       StringRef Step) const {
  const auto Column = static_cast<int>(SM.getSpellingColumnNumber(Loc));
  const StringRef Before = sourceText(
      CharSourceRange::getCharRange(Loc.getLocWithOffset(1 - Column), Loc),
      Context);
  return Before.trim().empty() ? ("\n" + Before + Step).str() : " ";
}

/// True if an if without an else, put in place of \p S, would take the else of
/// another.
bool FunctionRewrite::wouldTakeElse(const Stmt *S) const {
  for (const Stmt *Up = parent(S); Up && !isa<CompoundStmt, Expr>(Up);
       S = Up, Up = parent(Up))
    if (const auto *If = dyn_cast<IfStmt>(Up); If && If->getElse())
      return If->getThen() == S;
  return false;
}

/// A dereference that nothing guards: the whole statement is done only if the
/// object is alive.
void FunctionRewrite::rewriteStatement(Use &U) {
  const Stmt *S = U.Place;
  const Stmt *Up = parent(S);
  bool Conditional = false;
  for (; Up && isa<Expr>(Up) && !isa<LambdaExpr>(Up); S = Up, Up = parent(Up)) {
    const auto *Both = dyn_cast<BinaryOperator>(Up);
    Conditional |=
        isa<ConditionalOperator>(Up) || (Both && Both->isLogicalOp());
  }
  bool IsStatement = Up && isa<CompoundStmt, SwitchCase, LabelStmt>(Up);
  if (const auto *If = dyn_cast_or_null<IfStmt>(Up))
    IsStatement = If->getThen() == S || If->getElse() == S;
  else if (const auto *While = dyn_cast_or_null<WhileStmt>(Up))
    IsStatement = While->getBody() == S;
  else if (const auto *For = dyn_cast_or_null<ForStmt>(Up))
    IsStatement = For->getBody() == S;
  else if (const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Up))
    IsStatement = Range->getBody() == S;
  if (!IsStatement || Conditional)
    return refuse("'" + sourceText(*U.Place, Context) +
                      "' is dereferenced without a test for null and the "
                      "value is needed",
                  *U.Place);
  const std::string Name = localName(U);
  const std::string If = "if (auto " + Name + " = " + lock(U) + ")";
  const SourceLocation Begin = S->getBeginLoc();
  if (wouldTakeElse(S)) {
    Change.insertBefore(Begin, "{ " + If + " ");
    Change.insertAfter(
        tidy::utils::lexer::getUnifiedEndLoc(*S, SM, Context.getLangOpts()),
        " }");
  } else {
    Change.insertBefore(Begin, If + separator(Begin, "  "));
  }
  useLocal(S, U, Name);
}

void FunctionRewrite::rewriteDerefs() {
  for (Use &U : All) {
    if (U.Kind != Reading::Deref || U.Done || Change.refused())
      continue;
    if (!Form.has("lock")) {
      refuse("'" + Form.qualifiedName() + "' has no lock(), needed", *U.Place);
      return;
    }
    const Guard G = findGuard(U);
    if (G.Kind == Guard::Refused)
      refuse("the test of '" + sourceText(*U.Place, Context) +
                 "' cannot keep the object alive until it is used",
             *U.Place);
    else if (G.Kind == Guard::None)
      rewriteStatement(U);
    else
      rewriteGuarded(U, G);
  }
}

void FunctionRewrite::rewriteAssign(const Use &U) {
  const auto &Assign = *cast<CXXOperatorCallExpr>(U.Whole);
  const Stmt *Up = parent(&Assign);
  while (Up && isTransparent(Up))
    Up = parent(Up);
  if (Up && isa<Expr, ReturnStmt, DeclStmt>(Up) && !isa<LambdaExpr>(Up))
    return refuse("the result of an assignment is used", Assign);
  const Expr *Stored = Assign.getArg(1);
  if (isNullHandle(Stored)) {
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(stripHandle(Stored)))
      Change.replace(CharSourceRange::getTokenRange(
                         Lexer::getLocForEndOfToken(U.Place->getEndLoc(), 0, SM,
                                                    Context.getLangOpts()),
                         Assign.getEndLoc()),
                     ".reset()");
    else if (!isa<InitListExpr>(stripHandle(Stored)) &&
             sourceText(*Stored, Context) != "{}")
      Change.replace(*Stored, "{}");
    return;
  }
  const Expr *Handle = stripHandle(Stored);
  if (!WeakForm::of(Handle->getType()))
    return refuse("what is stored is no shared pointer", Assign);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Handle);
  const auto *Member = dyn_cast<MemberExpr>(U.Place);
  if (Call && Member && Call->getMethodDecl() &&
      Call->getMethodDecl()->getIdentifier() &&
      Call->getMethodDecl()->getName() == "shared_from_this" &&
      isa<CXXThisExpr>(
          Call->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
      isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
    return refuse("the object keeps itself alive on purpose, reset '" +
                      Field.getName() + "' when that is over; set",
                  Assign);
  checkOwner(Stored, &Assign);
}

void FunctionRewrite::rewriteRest(Use &U) {
  switch (U.Kind) {
  case Reading::Test:
  case Reading::Null: {
    if (!Form.has("expired"))
      return refuse("'" + Form.qualifiedName() + "' has no expired(), needed",
                    *U.Place);
    const std::string Expired =
        sourceText(*U.Place, Context).str() + ".expired()";
    const Expr *Whole = U.Whole;
    bool Set = U.TrueIfSet;
    if (U.Kind == Reading::Test) {
      const Stmt *Up = parent(Whole);
      while (Up && isa<ImplicitCastExpr, ParenExpr>(Up))
        Up = parent(Up);
      if (const auto *Not = dyn_cast_or_null<UnaryOperator>(Up);
          Not && Not->getOpcode() == UO_LNot) {
        Whole = Not;
        Set = false;
      }
    }
    Change.replace(*Whole, (Set ? "!" : "") + Expired);
    return;
  }
  case Reading::Copy:
    if (!Form.has("lock"))
      return refuse("'" + Form.qualifiedName() + "' has no lock(), needed",
                    *U.Place);
    Change.insertAfter(U.Place->getEndLoc(), ".lock()");
    return;
  case Reading::Assign:
    return rewriteAssign(U);
  case Reading::Deref:
  case Reading::Same:
    return;
  }
}

void FunctionRewrite::run(ArrayRef<const MemberExpr *> Members) {
  const bool Single = WeakForm::of(Field.getType()).has_value();
  for (const MemberExpr *E : Members) {
    if (!E->getBase()->isTypeDependent() && Single)
      addPlace(E);
    else
      addContainer(E);
  }
  if (Change.refused())
    return;
  rewriteDerefs();
  for (Use &U : All)
    if (!U.Done && !Change.refused())
      rewriteRest(U);
}

} // namespace heapwise::fixes
