//===-- UnboundedCacheCheck.cpp - heapwise-unbounded-cache ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnboundedCacheCheck.h"

#include "analysis/UnboundedCaches.h"
#include "facts/Extractor.h"
#include "fixes/SubscriptRead.h"
#include "fixes/Targets.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace heapwise::analysis;

namespace clang::tidy {
template <> struct OptionEnumMapping<heapwise::UnboundedCacheCheck::Level> {
  using Level = heapwise::UnboundedCacheCheck::Level;
  static ArrayRef<std::pair<Level, StringRef>> getEnumMapping() {
    static constexpr std::pair<Level, StringRef> Mapping[] = {
        {Level::Certain, "certain"},
        {Level::Likely, "likely"},
        {Level::Possible, "possible"}};
    return {Mapping};
  }
};
} // namespace clang::tidy

namespace heapwise {

UnboundedCacheCheck::UnboundedCacheCheck(StringRef Name,
                                         tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      MinEvidence(Options.get("MinEvidence", Level::Likely)) {}

void UnboundedCacheCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "MinEvidence", MinEvidence);
}

void UnboundedCacheCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

static Evidence evidenceOf(UnboundedCacheCheck::Level L) {
  switch (L) {
  case UnboundedCacheCheck::Level::Certain:
    return Evidence::Proved;
  case UnboundedCacheCheck::Level::Likely:
    return Evidence::Likely;
  case UnboundedCacheCheck::Level::Possible:
    return Evidence::Possible;
  }
  llvm_unreachable("no such level");
}

void UnboundedCacheCheck::check(const MatchFinder::MatchResult &Result) {
  ASTContext &Context = *Result.Context;
  const facts::Facts F = facts::extractContainerFacts(Context);
  for (const UnboundedCache &Cache :
       findUnboundedCaches(F, Extent::Unit, evidenceOf(MinEvidence))) {
    const SourceLocation Loc =
        fixes::sourceLocation(*Result.SourceManager, F, Cache.Loc);
    {
      DiagnosticBuilder Diag = diag(Loc, "%0") << Cache.Message;
      if (Cache.SubscriptRead)
        Diag << fixes::planSubscriptRead(Loc, Context).Hints;
    }
    for (const Note &N : Cache.Notes)
      diag(fixes::sourceLocation(*Result.SourceManager, F, N.Loc), "%0",
           DiagnosticIDs::Note)
          << N.Text;
  }
}

} // namespace heapwise
