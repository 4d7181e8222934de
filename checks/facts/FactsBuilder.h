//===-- FactsBuilder.h - Names, records and fields as facts -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_FACTSBUILDER_H
#define HEAPWISE_CHECKS_FACTS_FACTSBUILDER_H

#include "Facts.h"
#include "TypeModel.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

namespace heapwise::facts {

/// Turns declarations into entities of a Facts object, each at its first
/// mention, and keeps the list of functions whose bodies are still to be read.
class FactsBuilder {
public:
  FactsBuilder(clang::ASTContext &Context, const TypeNames &Names)
      : Context(Context), Types(Context, Names) {}

  clang::ASTContext &Context;
  TypeModel Types;
  Facts Result;

  Symbol usr(const clang::Decl *D);
  Symbol record(const clang::CXXRecordDecl *R);
  Symbol field(const clang::FieldDecl *F);
  Symbol intern(llvm::StringRef Text) { return Result.intern(Text); }
  Location location(clang::SourceLocation Loc);

  /// Puts the definition of \p F on the list of functions to read, unless it
  /// has none, is in a system header or was put there before.
  void enqueue(const clang::FunctionDecl *F);

  /// The next function to read, or null.
  const clang::FunctionDecl *next();

  /// Fills in Record::Bodiless, when all bodies were read.
  void finish();

private:
  llvm::DenseMap<const clang::Decl *, Symbol> Usrs;
  llvm::DenseMap<const clang::CXXRecordDecl *, Symbol> RecordSymbols;
  llvm::DenseMap<const clang::FieldDecl *, Symbol> FieldSymbols;
  llvm::DenseMap<clang::FileID, Symbol> FileSymbols;
  llvm::DenseSet<const clang::FunctionDecl *> Seen;
  std::vector<const clang::FunctionDecl *> Queue;
};

/// Reads the body of \p F into \p Builder's facts.
void extractFunction(FactsBuilder &Builder, const clang::FunctionDecl *F);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_FACTSBUILDER_H
