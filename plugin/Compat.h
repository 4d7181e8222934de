//===-- Compat.h - Differences between the supported LLVMs ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every `#if LLVM_VERSION_MAJOR` of Heapwise is here.
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_PLUGIN_COMPAT_H
#define HEAPWISE_PLUGIN_COMPAT_H

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/Config/llvm-config.h"

#include <memory>
#include <vector>

// 22 moved the registry into ClangTidyModule.h; 24 drops the old header.
#if LLVM_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace heapwise {

inline std::unique_ptr<clang::tidy::ClangTidyContext> makeTidyContext(
    std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Options) {
  return std::make_unique<clang::tidy::ClangTidyContext>(std::move(Options));
}

/// Collects what the checks of a context report. Since 21 the diagnostic
/// options belong to the caller, who has to keep them alive, and no longer to
/// the engine.
class TidyDiagnostics {
public:
  explicit TidyDiagnostics(clang::tidy::ClangTidyContext &Context)
      : Consumer(Context),
#if LLVM_VERSION_MAJOR >= 21
        Engine(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), Options,
               &Consumer, /*ShouldOwnClient=*/false) {
    Context.setDiagnosticsEngine(
        std::make_unique<clang::DiagnosticOptions>(Options), &Engine);
  }
#else
        Engine(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
               llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(), &Consumer,
               /*ShouldOwnClient=*/false) {
    Context.setDiagnosticsEngine(&Engine);
  }
#endif

  std::vector<clang::tidy::ClangTidyError> take() { return Consumer.take(); }

private:
#if LLVM_VERSION_MAJOR >= 21
  clang::DiagnosticOptions Options;
#endif
  clang::tidy::ClangTidyDiagnosticConsumer Consumer;
  clang::DiagnosticsEngine Engine;
};

} // namespace heapwise

#endif // HEAPWISE_PLUGIN_COMPAT_H
