//===-- TestCode.h - Files of tests -----------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_TESTCODE_H
#define HEAPWISE_CHECKS_TESTCODE_H

#include "clang/Basic/SourceLocation.h"

namespace clang {
class SourceManager;
}

namespace heapwise {

/// True for a file of tests: it is named like one, is in a folder of tests, or
/// includes a test framework. A copy there is often meant, and always cheap.
bool isTestCode(clang::SourceLocation Loc, const clang::SourceManager &SM);

} // namespace heapwise

#endif // HEAPWISE_CHECKS_TESTCODE_H
