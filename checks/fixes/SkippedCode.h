//===-- SkippedCode.h - Code that the preprocessor left out -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_SKIPPEDCODE_H
#define HEAPWISE_CHECKS_FIXES_SKIPPEDCODE_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace heapwise::fixes {

/// The regions that #if and its kin left out. The AST does not know them, and
/// a fix that changes a member's type would break what they do with it in
/// another configuration.
class SkippedCode {
public:
  /// Starts to collect the regions; lives longer than \p PP.
  void registerPreprocessor(clang::Preprocessor &PP);

  /// Where the regions dereference something called \p Name, as in `Name->x`,
  /// `y.Name.get()`; an invalid location if nowhere. Linear in the size of the
  /// regions.
  clang::SourceLocation dereferenceOf(llvm::StringRef Name,
                                      const clang::ASTContext &Context) const;

private:
  class Recorder;
  std::vector<clang::SourceRange> Regions;
};

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_SKIPPEDCODE_H
