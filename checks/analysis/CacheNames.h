//===-- CacheNames.h - What names say of a container ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Evidence that is the weakest and sometimes all there is: what the author
/// called the container, its key and the function that adds to it.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_CACHENAMES_H
#define HEAPWISE_CHECKS_ANALYSIS_CACHENAMES_H

#include "llvm/ADT/StringRef.h"

namespace heapwise::analysis {

/// True for the name of a number, or of a string, of which there are few. Of a
/// compound, the last word says what it is: a `type_url` is a URL.
bool namesFew(llvm::StringRef Name, bool Integral);

/// Names of what there is without end.
bool namesMany(llvm::StringRef Name);

/// True for the name of a log, a history, a list of what was seen.
/// Of a compound, the last word says what it is: `logEntries` has the entries
/// of a log, `log_levels` has levels.
bool namesHistory(llvm::StringRef Name);

/// Of a member, its own name or that of its class.
bool namesHistory(llvm::StringRef Class, llvm::StringRef Member);

/// True if \p Container is named like the notices that a program gave already,
/// and \p Key like the text of one or its hash: it is for each to be given
/// once, and there are as many as the program has.
bool namesNotices(llvm::StringRef Container, llvm::StringRef Key);

/// True for a key that is a name, as things are registered by.
bool namesAName(llvm::StringRef Key);

/// True for the name of a function that some event leads to, again and again.
bool namesEvent(llvm::StringRef Function);

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_CACHENAMES_H
