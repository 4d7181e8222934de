//===-- TidyModule.cpp - Heapwise's checks as a clang-tidy module ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compat.h"

#include "OwnershipCycleCheck.h"

using namespace clang::tidy;

namespace heapwise {
namespace {

class HeapwiseModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
#define HEAPWISE_CHECK(Class, Name, ...)                                       \
  Factories.registerCheck<Class>("heapwise-" Name);
#include "Checks.def"
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<HeapwiseModule>
    Registration("heapwise-module", "Leaked and wasted memory.");

} // namespace heapwise
