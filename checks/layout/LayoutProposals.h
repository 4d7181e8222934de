//===-- LayoutProposals.h - Better layouts for records in bulk --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_LAYOUTPROPOSALS_H
#define HEAPWISE_CHECKS_LAYOUT_LAYOUTPROPOSALS_H

#include "Allocator.h"
#include "BulkContexts.h"
#include "RecordReader.h"
#include "ReorderSearch.h"
#include "Thresholds.h"
#include "TypeCensus.h"

#include "fixes/FixPlan.h"

#include <optional>
#include <string>
#include <vector>

namespace heapwise::layout {

struct ProposalNote {
  clang::SourceLocation Loc;
  std::string Text;
};

/// A smaller form of a record, before anything is known of what it saves.
struct SmallerForm {
  std::uint64_t After = 0; ///< size in bytes
  std::string How;         ///< "in another order of its members"
  std::vector<ProposalNote> Notes;
  std::optional<Reorder> Order; ///< set if only the order differs
  /// A change that costs more code than moving lines has to save this many
  /// times as much.
  unsigned Effort = 1;
};

struct LayoutProposal {
  const clang::CXXRecordDecl *Record = nullptr;
  clang::SourceLocation Loc;
  std::string Message;
  std::vector<ProposalNote> Notes;
  fixes::FixPlan Fix;
};

struct ProposalOptions {
  const Allocator &Heap;
  /// Least number of bytes that a finding saves in all objects together.
  std::uint64_t MinSavedBytes;
  const TypeCensus &Census;
};

/// What a smaller form saves in the use where it saves most.
struct Saving {
  const BulkUse *Use = nullptr;
  std::uint64_t PerObject = 0;
  std::uint64_t Count = 0;

  std::uint64_t total() const { return PerObject * Count; }
};

/// Computes savings for the records of a translation unit.
class SavingModel {
public:
  SavingModel(const BulkContexts &Bulk, RecordReader &Reader,
              const clang::ASTContext &Context, const ProposalOptions &Options)
      : Bulk(Bulk), Reader(Reader), Context(Context), Options(Options) {}

  /// The best saving over all uses of \p R if its size goes from \p Before to
  /// \p After. Without a use in bulk, a Saving without Use.
  Saving best(const clang::CXXRecordDecl *R, std::uint64_t Before,
              std::uint64_t After);

private:
  std::uint64_t perObject(const clang::CXXRecordDecl *R, const BulkUse &Use,
                          std::uint64_t Before, std::uint64_t After);
  /// How much smaller the record around it gets.
  std::uint64_t shrinkOfOuter(const clang::CXXRecordDecl *R,
                              const clang::RecordDecl *Outer,
                              std::uint64_t After);

  const BulkContexts &Bulk;
  RecordReader &Reader;
  const clang::ASTContext &Context;
  const ProposalOptions &Options;
};

/// Proposes smaller layouts for the records that the translation unit makes in
/// bulk, ordered by what they save.
std::vector<LayoutProposal> proposeLayouts(clang::ASTContext &Context,
                                           const BulkContexts &Bulk,
                                           const ProposalOptions &Options);

/// The name of \p R with its template arguments.
std::string nameOf(const clang::CXXRecordDecl *R);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_LAYOUTPROPOSALS_H
