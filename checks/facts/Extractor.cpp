//===-- Extractor.cpp - From the AST to facts -----------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Extractor.h"
#include "ContainerExtractor.h"
#include "DefinitionWalk.h"
#include "FactsBuilder.h"

using namespace clang;

namespace heapwise::facts {

namespace {
/// Puts every function that user code defines on the builder's list.
class FunctionWalk : public DefinitionWalk<FunctionWalk> {
public:
  explicit FunctionWalk(FactsBuilder &Builder) : Builder(Builder) {}
  void function(const FunctionDecl *F) { Builder.enqueue(F); }

private:
  FactsBuilder &Builder;
};
} // namespace

static void extractOwnership(FactsBuilder &Builder) {
  FunctionWalk(Builder).run(Builder.Context);
  while (const FunctionDecl *F = Builder.next())
    extractFunction(Builder, F);
  Builder.finish();
}

Facts extractFacts(ASTContext &Context, const TypeNames &Names) {
  FactsBuilder Builder(Context, Names);
  extractOwnership(Builder);
  return std::move(Builder.Result);
}

Facts extractContainerFacts(ASTContext &Context) {
  FactsBuilder Builder(Context, {});
  extractContainers(Builder);
  return std::move(Builder.Result);
}

Facts extractAllFacts(ASTContext &Context, const TypeNames &Names) {
  Facts All = extractFacts(Context, Names);
  All.merge(extractContainerFacts(Context));
  return All;
}

} // namespace heapwise::facts
