//===-- Render.h - Findings as text -----------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TOOLS_RENDER_H
#define HEAPWISE_TOOLS_RENDER_H

#include "analysis/Finding.h"

#include "llvm/Support/raw_ostream.h"

namespace heapwise {

/// Prints a finding as clang prints a warning: location, message, the line and
/// a caret, and the same for each note. Lines of files that cannot be read are
/// left out.
void renderText(const analysis::Finding &Finding, const facts::Facts &F,
                llvm::StringRef CheckName, llvm::raw_ostream &OS);

} // namespace heapwise

#endif // HEAPWISE_TOOLS_RENDER_H
