//===-- OwnershipCycleCheck.cpp - heapwise-ownership-cycle ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OwnershipCycleCheck.h"

#include "analysis/OwnershipCycles.h"
#include "facts/Extractor.h"

#include "clang-tidy/utils/OptionsUtils.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace heapwise::analysis;
using namespace heapwise::facts;

namespace clang::tidy {
template <> struct OptionEnumMapping<Evidence> {
  static ArrayRef<std::pair<Evidence, StringRef>> getEnumMapping() {
    static constexpr std::pair<Evidence, StringRef> Mapping[] = {
        {Evidence::Proved, "proved"},
        {Evidence::Likely, "likely"},
        {Evidence::Possible, "possible"}};
    return {Mapping};
  }
};
} // namespace clang::tidy

namespace heapwise {

OwnershipCycleCheck::OwnershipCycleCheck(StringRef Name,
                                         tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      MinEvidence(Options.get("MinEvidence", Evidence::Likely)),
      StrongPointers(Options.get("StrongPointers", "")),
      WeakPointers(Options.get("WeakPointers", "")),
      CallbackTypes(Options.get("CallbackTypes", "")) {}

void OwnershipCycleCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "MinEvidence", MinEvidence);
  Options.store(Opts, "StrongPointers", StrongPointers);
  Options.store(Opts, "WeakPointers", WeakPointers);
  Options.store(Opts, "CallbackTypes", CallbackTypes);
}

void OwnershipCycleCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

static std::vector<std::string> nameList(StringRef Option) {
  std::vector<std::string> Names;
  for (StringRef Name : tidy::utils::options::parseStringList(Option))
    Names.push_back(Name.str());
  return Names;
}

static SourceLocation sourceLocation(const SourceManager &SM, const Facts &F,
                                     const facts::Location &Loc) {
  OptionalFileEntryRef File =
      SM.getFileManager().getOptionalFileRef(F.str(Loc.File));
  if (!File || !Loc.isValid())
    return {};
  return SM.translateFileLineCol(*File, Loc.Line, Loc.Column);
}

void OwnershipCycleCheck::check(const MatchFinder::MatchResult &Result) {
  const TypeNames Names = {nameList(StrongPointers), nameList(WeakPointers),
                           nameList(CallbackTypes)};
  const Facts F = extractFacts(*Result.Context, Names);
  for (const OwnershipCycle &Cycle : findOwnershipCycles(F, MinEvidence)) {
    diag(sourceLocation(*Result.SourceManager, F, Cycle.Loc), "%0")
        << Cycle.Message;
    for (const Note &N : Cycle.Notes)
      diag(sourceLocation(*Result.SourceManager, F, N.Loc), "%0",
           DiagnosticIDs::Note)
          << N.Text;
  }
}

} // namespace heapwise
