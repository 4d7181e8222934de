//===-- FixPlan.cpp - A fix-it in the making ------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixPlan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace heapwise::fixes {

void Edits::add(CharSourceRange Range, const Twine &Text) {
  const SourceManager &SM = Context.getSourceManager();
  if (Range.getBegin().isMacroID() || Range.getEnd().isMacroID()) {
    refuse("a macro is in the way at " + lineOf(Range.getBegin(), Context));
    return;
  }
  CharSourceRange Chars =
      Lexer::makeFileCharRange(Range, SM, Context.getLangOpts());
  if (Chars.isInvalid()) {
    refuse("the code at " + lineOf(Range.getBegin(), Context) +
           " cannot be edited");
    return;
  }
  auto [File, Begin] = SM.getDecomposedLoc(Chars.getBegin());
  const unsigned End = SM.getFileOffset(Chars.getEnd());
  auto [It, New] =
      All.try_emplace({File, Begin, Begin != End}, Edit{End, Text.str()});
  if (New || (It->second.End == End && It->second.Text == Text.str()))
    return;
  if (Begin == End)
    It->second.Text += Text.str();
  else
    refuse("two changes meet at " + lineOf(Range.getBegin(), Context));
}

void Edits::replace(CharSourceRange Range, const Twine &Text) {
  add(Range, Text);
}

void Edits::insertBefore(SourceLocation Loc, const Twine &Text) {
  add(CharSourceRange::getCharRange(Loc, Loc), Text);
}

void Edits::insertAfter(SourceLocation Loc, const Twine &Text) {
  const SourceLocation End =
      Loc.isMacroID()
          ? Loc
          : Lexer::getLocForEndOfToken(Loc, 0, Context.getSourceManager(),
                                       Context.getLangOpts());
  insertBefore(End, Text);
}

FixPlan Edits::finish() && {
  const SourceManager &SM = Context.getSourceManager();
  FixPlan Plan;
  FileID LastFile;
  unsigned LastEnd = 0;
  for (const auto &[Key, E] : All) {
    const auto &[File, Begin, Replaces] = Key;
    const SourceLocation Start = SM.getLocForStartOfFile(File);
    if (File == LastFile && Begin < LastEnd)
      refuse("two changes meet at " +
             lineOf(Start.getLocWithOffset(Begin), Context));
    LastFile = File;
    LastEnd = E.End;
    const CharSourceRange Range = CharSourceRange::getCharRange(
        Start.getLocWithOffset(Begin), Start.getLocWithOffset(E.End));
    Plan.Hints.push_back(FixItHint::CreateReplacement(Range, E.Text));
  }
  if (refused())
    return FixPlan::refuse(Refusal);
  return Plan;
}

StringRef sourceText(CharSourceRange Range, const ASTContext &Context) {
  return Lexer::getSourceText(Range, Context.getSourceManager(),
                              Context.getLangOpts());
}

StringRef sourceText(const Stmt &S, const ASTContext &Context) {
  return sourceText(CharSourceRange::getTokenRange(S.getSourceRange()),
                    Context);
}

StringRef indentation(SourceLocation Loc, const ASTContext &Context) {
  return Lexer::getIndentationForLine(Loc, Context.getSourceManager());
}

bool mentions(StringRef Text, StringRef Name) {
  auto IsWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (std::size_t At = Text.find(Name); At != StringRef::npos;
       At = Text.find(Name, At + 1)) {
    const std::size_t End = At + Name.size();
    if ((At == 0 || !IsWord(Text[At - 1])) &&
        (End == Text.size() || !IsWord(Text[End])))
      return true;
  }
  return false;
}

std::string lineOf(SourceLocation Loc, const ASTContext &Context) {
  return ("line " +
          Twine(Context.getSourceManager().getExpansionLineNumber(Loc)))
      .str();
}

const Expr *stripHandle(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenImpCasts();
    if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(Inner))
      Inner = Cleanups->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bound->getSubExpr();
    else if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(Inner);
             Made && Made->getNumArgs() >= 1 &&
             (Made->getNumArgs() == 1 ||
              isa<CXXDefaultArgExpr>(Made->getArg(1))))
      Inner = Made->getArg(0);
    if (Inner == E)
      break;
    E = Inner;
  }
  return E;
}

} // namespace heapwise::fixes
