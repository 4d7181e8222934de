//===-- Copies.h - Copies that are only read --------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_COPIES_COPIES_H
#define HEAPWISE_CHECKS_COPIES_COPIES_H

#include "../LocalFinding.h"
#include "../access/Unit.h"
#include "../fixes/FixPlan.h"

#include <string>

namespace heapwise::copies {

struct FinderOptions {
  /// Report also what upstream's performance checks report by default.
  bool ReportUpstreamOverlap = false;
};

/// The finders append to \p Found what they find in one function. Each is
/// linear in the size of the function's body, but for the effects of callees,
/// which are computed once a translation unit.
using Finder = void(access::Unit &U, const access::BodyIndex &Index,
                    const FinderOptions &Options,
                    std::vector<LocalFinding> &Found);

/// Local variables, range-for variables among them.
Finder findLocalCopies;
/// By-value parameters.
Finder findParameterCopies;
/// Captures by copy of lambdas that do not outlive the full expression or the
/// block, and what std::bind keeps.
Finder findCapturedCopies;
/// Variables that are only assigned copies.
Finder findAssignedCopies;
/// Rvalue reference parameters that are copied from, and what is moved into an
/// initializer_list.
Finder findMissedMoves;
/// Temporaries made for one call or loop out of copies.
Finder findTemporaryCopies;

/// Member functions that return a member by value to callers that only read.
/// Looks at the whole translation unit.
void findGetterCopies(access::Unit &U, std::vector<LocalFinding> &Found);

/// The glvalue that \p Init, the initialiser of an object, makes a copy of, or
/// null. Besides copy construction: optional<T>(t), make_unique<T>(t),
/// o.value_or(..), any_cast<T>(a).
const clang::Expr *copiedFrom(const clang::Expr *Init);

/// True if \p Loc is in user code, written and not made by a macro.
bool isPlainCode(clang::SourceLocation Loc, const clang::ASTContext &Context);

/// 'names' as it is written in the source, shortened, in quotes.
std::string quoted(const clang::Expr *E, const clang::ASTContext &Context);

/// Names by which programmers say that they want a copy: backup, snapshot.
bool isNamedLikeASnapshot(llvm::StringRef Name);

/// True if code that an #if in the function leaves out names \p V: what it does
/// with it in another build nobody knows. Linear in the size of the body.
bool isNamedInSkippedCode(const access::BodyIndex &Index,
                          const clang::VarDecl &V,
                          const clang::ASTContext &Context);

/// True if a comment on the line of \p Loc, or on the lines right before it,
/// says why there is a copy: "make a copy, the handler may unsubscribe".
bool isCopyOnPurpose(clang::SourceLocation Loc,
                     const clang::ASTContext &Context);

/// True if a round of \p Loop costs so much that an atomic increment does not
/// matter: it allocates, or calls what is not in view.
bool isHeavy(const access::BodyIndex &Index, const clang::Stmt *Loop);

/// Makes \p V, whose type is written, a reference to const.
void makeConstReference(const clang::VarDecl &V, fixes::Edits &Edits,
                        const clang::ASTContext &Context);

/// True if a type in \p F is made from that of \p V: it would change with it.
bool isNamedInType(const clang::FunctionDecl &F, const clang::VarDecl &V);

/// The hints of \p Edits, or none if they were refused.
std::vector<clang::FixItHint> hintsOf(fixes::Edits &&Edits);

} // namespace heapwise::copies

#endif // HEAPWISE_CHECKS_COPIES_COPIES_H
