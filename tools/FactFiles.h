//===-- FactFiles.h - Take facts from sources and files ---------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TOOLS_FACTFILES_H
#define HEAPWISE_TOOLS_FACTFILES_H

#include "facts/Facts.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"

namespace heapwise {

/// Parses \p Source as \p Compilations says and takes its facts. Fails if the
/// file cannot be read or has errors; the compiler's diagnostics are on stderr
/// by then.
llvm::Expected<facts::Facts>
extractFile(const clang::tooling::CompilationDatabase &Compilations,
            llvm::StringRef Source, llvm::StringRef ResourceDir);

llvm::Expected<facts::Facts> readFactFile(llvm::StringRef Path);

/// Writes the file whole or not at all.
llvm::Error writeFactFile(const facts::Facts &F, llvm::StringRef Path);

} // namespace heapwise

#endif // HEAPWISE_TOOLS_FACTFILES_H
