//===-- LocalFinding.cpp - What a check on one function finds ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LocalFinding.h"
#include "TestCode.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace heapwise {

void report(tidy::ClangTidyCheck &Check,
            const std::vector<LocalFinding> &Findings, const SourceManager &SM,
            bool InTests) {
  llvm::DenseSet<SourceLocation> Reported;
  TestCode Tests(SM);
  for (const LocalFinding &Finding : Findings) {
    if (!Reported.insert(Finding.Loc).second ||
        (!InTests && Tests.contains(Finding.Loc)))
      continue;
    Check.diag(Finding.Loc, "%0") << Finding.Message << Finding.Hints;
    for (const LocalFinding::Note &Note : Finding.Notes)
      Check.diag(Note.Loc, "%0", DiagnosticIDs::Note) << Note.Text;
  }
}

} // namespace heapwise
