//===-- OwnershipCycleCheck.cpp - heapwise-ownership-cycle ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OwnershipCycleCheck.h"

#include "facts/Extractor.h"
#include "fixes/OneShot.h"
#include "fixes/WeakCapture.h"
#include "fixes/WeakMember.h"

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
      Inserter(Options.getLocalOrGlobal("IncludeStyle",
                                        tidy::utils::IncludeSorter::IS_LLVM),
               areDiagsSelfContained()),
      MinEvidence(Options.get("MinEvidence", Evidence::Likely)),
      StrongPointers(Options.get("StrongPointers", "")),
      WeakPointers(Options.get("WeakPointers", "")),
      CallbackTypes(Options.get("CallbackTypes", "")) {}

void OwnershipCycleCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "IncludeStyle", Inserter.getStyle());
  Options.store(Opts, "MinEvidence", MinEvidence);
  Options.store(Opts, "StrongPointers", StrongPointers);
  Options.store(Opts, "WeakPointers", WeakPointers);
  Options.store(Opts, "CallbackTypes", CallbackTypes);
}

void OwnershipCycleCheck::registerPPCallbacks(const SourceManager &,
                                              Preprocessor *PP,
                                              Preprocessor *) {
  Inserter.registerPreprocessor(PP);
  Skipped.registerPreprocessor(*PP);
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

fixes::FixPlan OwnershipCycleCheck::planWeakEdge(const Facts &F,
                                                 const OwnershipCycle &Cycle,
                                                 const fixes::Targets &Targets,
                                                 ASTContext &Context) const {
  const SourceManager &SM = Context.getSourceManager();
  if (const Field *Weak = F.field(Cycle.WeakField)) {
    const FieldDecl *D = Targets.field(fixes::sourceLocation(SM, F, Weak->Loc));
    return D ? fixes::planWeakMember(*D, Skipped, Context)
             : fixes::FixPlan::refuse("the member is out of sight");
  }
  const fixes::Callable C =
      Targets.callable(fixes::sourceLocation(SM, F, Cycle.WeakClosure));
  if (C.Lambda)
    return fixes::planWeakCapture(*C.Lambda, F.str(Cycle.WeakCapture),
                                  C.Enclosing, Context);
  if (C.Bind)
    return fixes::planWeakBind(*C.Bind, C.Enclosing, Context);
  return fixes::FixPlan::refuse("the callable is out of sight");
}

bool OwnershipCycleCheck::isFirstOffer(const fixes::FixPlan &Plan) {
  return !Plan.Hints.empty() &&
         Offered.insert(Plan.Hints.front().RemoveRange.getBegin()).second;
}

void OwnershipCycleCheck::suggest(const Facts &F, const OwnershipCycle &Cycle,
                                  const Note &Last,
                                  const fixes::Targets &Targets,
                                  ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  // clang-tidy --fix-notes applies the fix-it of a note only if no other note
  // has one. A handler that fires once may be what keeps its object alive until
  // then, so a weak capture would be wrong.
  if (const Field *Handler = F.field(Cycle.Handler))
    if (const FieldDecl *D =
            Targets.field(fixes::sourceLocation(SM, F, Handler->Loc)))
      if (std::optional<fixes::FixPlan> Plan = fixes::planOneShot(*D, Context);
          Plan && Plan->Refusal.empty()) {
        diag(fixes::sourceLocation(SM, F, Last.Loc), "%0", DiagnosticIDs::Note)
            << Last.Text;
        const SourceLocation At = Plan->Hints.front().RemoveRange.getBegin();
        DiagnosticBuilder Diag =
            diag(At,
                 "%0 looks like a handler that fires once, move it out of "
                 "the member before the call",
                 DiagnosticIDs::Note)
            << D;
        if (isFirstOffer(*Plan))
          Diag << Plan->Hints
               << Inserter.createIncludeInsertion(SM.getFileID(At),
                                                  "<utility>");
        return;
      }
  const fixes::FixPlan Plan = planWeakEdge(F, Cycle, Targets, Context);
  {
    DiagnosticBuilder Diag =
        diag(fixes::sourceLocation(SM, F, Last.Loc), "%0", DiagnosticIDs::Note)
        << Last.Text;
    if (isFirstOffer(Plan))
      Diag << Plan.Hints;
  }
  if (!Plan.Refusal.empty())
    diag(fixes::sourceLocation(SM, F, Last.Loc), "no fix-it: %0",
         DiagnosticIDs::Note)
        << Plan.Refusal;
}

void OwnershipCycleCheck::check(const MatchFinder::MatchResult &Result) {
  const TypeNames Names = {nameList(StrongPointers), nameList(WeakPointers),
                           nameList(CallbackTypes)};
  const SourceManager &SM = *Result.SourceManager;
  const Facts F = extractFacts(*Result.Context, Names);
  const std::vector<OwnershipCycle> Cycles =
      findOwnershipCycles(F, MinEvidence);
  if (Cycles.empty())
    return;
  Offered.clear();
  const fixes::Targets Targets(*Result.Context);
  for (const OwnershipCycle &Cycle : Cycles) {
    diag(fixes::sourceLocation(SM, F, Cycle.Loc), "%0") << Cycle.Message;
    for (const Note &N : llvm::ArrayRef(Cycle.Notes).drop_back())
      diag(fixes::sourceLocation(SM, F, N.Loc), "%0", DiagnosticIDs::Note)
          << N.Text;
    if (!Cycle.Notes.empty())
      suggest(F, Cycle, Cycle.Notes.back(), Targets, *Result.Context);
  }
}

} // namespace heapwise
