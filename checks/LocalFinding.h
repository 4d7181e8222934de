//===-- LocalFinding.h - What a check on one function finds -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LOCALFINDING_H
#define HEAPWISE_CHECKS_LOCALFINDING_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace clang {
class SourceManager;
}

namespace clang::tidy {
class ClangTidyCheck;
}

namespace heapwise {

/// What the checks that look at one function at a time hand to whoever renders
/// it.
struct LocalFinding {
  struct Note {
    clang::SourceLocation Loc;
    std::string Text;
  };

  clang::SourceLocation Loc;
  std::string Message;
  std::vector<Note> Notes;
  /// Fix-its that keep the behaviour; none if the change is not mechanical.
  std::vector<clang::FixItHint> Hints;
};

/// Reports \p Findings through \p Check, at most one for each place; those in
/// tests only if \p InTests.
void report(clang::tidy::ClangTidyCheck &Check,
            const std::vector<LocalFinding> &Findings,
            const clang::SourceManager &SM, bool InTests);

} // namespace heapwise

#endif // HEAPWISE_CHECKS_LOCALFINDING_H
