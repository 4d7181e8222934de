//===-- TestCode.h - Files of tests -----------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_TESTCODE_H
#define HEAPWISE_CHECKS_TESTCODE_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"

namespace clang {
class SourceManager;
}

namespace heapwise {

/// Which files are tests: those that are named like one, are in a folder of
/// tests, or include a test framework. A copy there is often meant, and always
/// cheap. Each file is looked at once.
class TestCode {
public:
  explicit TestCode(const clang::SourceManager &SM) : SM(SM) {}

  bool contains(clang::SourceLocation Loc);

private:
  bool isTest(clang::FileID File) const;

  const clang::SourceManager &SM;
  llvm::DenseMap<clang::FileID, bool> Known;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_TESTCODE_H
