//===-- Finding.h - What an analysis reports --------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_FINDING_H
#define HEAPWISE_CHECKS_ANALYSIS_FINDING_H

#include "../facts/Facts.h"

#include <string>
#include <vector>

namespace heapwise::analysis {

/// How sure a finding is, weakest first.
enum class Evidence { Possible, Likely, Proved };

struct Note {
  facts::Location Loc;
  std::string Text;
};

/// One thing to report: a fact, the path that shows it, and what breaks it.
struct Finding {
  Evidence Level = Evidence::Possible;
  facts::Location Loc;
  std::string Message;
  std::vector<Note> Notes;
};

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_FINDING_H
