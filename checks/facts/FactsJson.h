//===-- FactsJson.h - Fact files --------------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Fact files (`.hws`): one JSON object with the format's name and version, a
/// table of strings, and the entities as arrays of numbers that index it. The
/// same facts give the same bytes.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_FACTSJSON_H
#define HEAPWISE_CHECKS_FACTS_FACTSJSON_H

#include "Facts.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace heapwise::facts {

/// Version of the format. A reader takes no other.
constexpr int FactsVersion = 6;

void writeFacts(const Facts &F, llvm::raw_ostream &OS);

/// Reads what writeFacts() wrote. Fails with a message on anything else:
/// another format or version, a damaged file, an index out of range.
llvm::Expected<Facts> readFacts(llvm::StringRef Text);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_FACTSJSON_H
