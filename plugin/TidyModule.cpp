//===-- TidyModule.cpp - Heapwise's checks as a clang-tidy module ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compat.h"

// One include a check, sorted; tools/new_check.py inserts here.
#include "MaterializedSequenceCheck.h"
#include "MissingReserveCheck.h"
#include "OversizedLayoutCheck.h"
#include "OwnershipCycleCheck.h"
#include "RetainedMemoryCheck.h"
#include "UnboundedCacheCheck.h"
#include "UnnecessaryCopyCheck.h"
#include "WastefulContainerCheck.h"

#include "llvm/ADT/StringExtras.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace heapwise {

/// Says which options the user sets that the check does not have. clang-tidy
/// itself looks at them only with --verify-config, and a misspelt option that
/// does nothing is not noticed.
static void reportUnknownOptions(StringRef CheckName, ClangTidyCheck &Check,
                                 ClangTidyContext &Context) {
  ClangTidyOptions::OptionMap Known;
  Check.storeOptions(Known);
  const std::string Prefix = (CheckName + ".").str();
  for (const auto &Given : Context.getOptions().CheckOptions) {
    if (!Given.getKey().starts_with(Prefix) || Known.count(Given.getKey()))
      continue;
    llvm::SmallVector<StringRef> Names;
    for (const auto &Option : Known)
      Names.push_back(Option.getKey().drop_front(Prefix.size()));
    llvm::sort(Names);
    Context.configurationDiag("unknown option '%0'; '%1' has %2")
        << Given.getKey() << CheckName
        << (Names.empty() ? "no options" : llvm::join(Names, ", "));
  }
}

template <typename Check>
static void registerCheck(ClangTidyCheckFactories &Factories,
                          StringRef CheckName) {
  Factories.registerCheckFactory(
      CheckName, [](StringRef Name, ClangTidyContext *Context) {
        auto Instance = std::make_unique<Check>(Name, Context);
        reportUnknownOptions(Name, *Instance, *Context);
        return Instance;
      });
}

namespace {

class HeapwiseModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
#define HEAPWISE_CHECK(Class, Name, ...)                                       \
  registerCheck<Class>(Factories, "heapwise-" Name);
#include "Checks.def"
  }

  /// A configuration that is wrong fails the run: with a mere warning, a lint
  /// step would go on with a check that does not do what its owner asked for.
  ClangTidyOptions getModuleOptions() override {
    ClangTidyOptions Options;
    Options.WarningsAsErrors = "clang-tidy-config";
    return Options;
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<HeapwiseModule>
    Registration("heapwise-module", "Leaked and wasted memory.");

} // namespace heapwise
