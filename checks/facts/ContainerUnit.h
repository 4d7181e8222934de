//===-- ContainerUnit.h - A unit's containers while it is read --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERUNIT_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERUNIT_H

#include "ContainerTypes.h"
#include "FactsBuilder.h"

#include "../TestCode.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/SetVector.h"

namespace heapwise::facts {

/// Turns declarations into places, classes and holders, each once.
class ContainerUnit {
public:
  explicit ContainerUnit(FactsBuilder &Builder)
      : Builder(Builder), Out(Builder.Result.Containers),
        Tests(Builder.Context.getSourceManager()) {}

  /// The place of a variable or member of static storage, of a class, or of a
  /// closure; 0 if its type neither is a container nor has one.
  Symbol place(const clang::ValueDecl *D, const clang::FunctionDecl *In);

  /// Notes that \p D keeps objects of user classes alive.
  void holder(const clang::ValueDecl *D, Holder::Span Kind,
              const clang::FunctionDecl *In);

  Symbol classOf(const clang::CXXRecordDecl *R);

  /// Completes the classes, when all bodies were read.
  void finish();

  FactsBuilder &Builder;
  ContainerFacts &Out;
  ContainerTypes Types;
  bool DefinesMain = false;

private:
  Symbol addPlace(const clang::ValueDecl *D, const clang::FunctionDecl *In);

  llvm::DenseMap<const clang::ValueDecl *, Symbol> Places;
  llvm::SetVector<const clang::CXXRecordDecl *> Classes;
  llvm::DenseSet<const clang::ValueDecl *> Holders;
  TestCode Tests;
};

/// Reads the body of \p F, or the initialiser of a variable or
/// member.
void extractContainerBody(ContainerUnit &Unit, const clang::FunctionDecl *F);
void extractContainerInit(ContainerUnit &Unit, const clang::ValueDecl *D);

/// True if only what is in this translation unit can name \p D.
bool isClosed(const clang::Decl *D);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERUNIT_H
