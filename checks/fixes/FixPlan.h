//===-- FixPlan.h - A fix-it in the making ----------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_FIXPLAN_H
#define HEAPWISE_CHECKS_FIXES_FIXPLAN_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heapwise::fixes {

/// Either the edits that make a change or the reason why there are none.
struct FixPlan {
  std::vector<clang::FixItHint> Hints;
  std::string Refusal;

  static FixPlan refuse(const llvm::Twine &Reason) {
    return {{}, Reason.str()};
  }
};

/// Collects edits, in any order, and turns them into fix-its of which no two
/// touch. Whatever cannot be edited safely makes the whole plan a refusal: half
/// a fix does not compile.
class Edits {
public:
  explicit Edits(const clang::ASTContext &Context) : Context(Context) {}

  void replace(clang::CharSourceRange Range, const llvm::Twine &Text);
  void replace(const clang::Stmt &S, const llvm::Twine &Text) {
    replace(clang::CharSourceRange::getTokenRange(S.getSourceRange()), Text);
  }
  /// Inserts before the token at \p Loc.
  void insertBefore(clang::SourceLocation Loc, const llvm::Twine &Text);
  /// Inserts after the token at \p Loc.
  void insertAfter(clang::SourceLocation Loc, const llvm::Twine &Text);

  /// Records why there can be no fix; the first reason counts.
  void refuse(const llvm::Twine &Reason) {
    if (Refusal.empty())
      Refusal = Reason.str();
  }
  bool refused() const { return !Refusal.empty(); }

  FixPlan finish() &&;

private:
  struct Edit {
    unsigned End;
    std::string Text;
  };
  void add(clang::CharSourceRange Range, const llvm::Twine &Text);

  const clang::ASTContext &Context;
  std::string Refusal;
  /// By file and offset of the first character; an insertion sorts before a
  /// replacement at the same place.
  std::map<std::tuple<clang::FileID, unsigned, bool>, Edit> All;
};

/// The text of \p S as written.
llvm::StringRef sourceText(const clang::Stmt &S,
                           const clang::ASTContext &Context);
llvm::StringRef sourceText(clang::CharSourceRange Range,
                           const clang::ASTContext &Context);

/// The white space before the first token of the line of \p Loc.
llvm::StringRef indentation(clang::SourceLocation Loc,
                            const clang::ASTContext &Context);

/// True if \p Name is one of the identifiers written in \p Text.
bool mentions(llvm::StringRef Text, llvm::StringRef Name);

/// "line 12", for a refusal.
std::string lineOf(clang::SourceLocation Loc, const clang::ASTContext &Context);

/// The expression inside parentheses, implicit nodes and constructions that
/// only convert or copy a handle.
const clang::Expr *stripHandle(const clang::Expr *E);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_FIXPLAN_H
