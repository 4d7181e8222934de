//===-- WrittenHandles.cpp - Shared pointers as types spell them ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WrittenHandles.h"
#include "WeakForm.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace heapwise::fixes {

namespace {
/// Finds the places of a written type that say shared_ptr, by whatever name.
class HandleTypes : public RecursiveASTVisitor<HandleTypes> {
  using Base = RecursiveASTVisitor<HandleTypes>;

public:
  explicit HandleTypes(TypeLoc T) { TraverseTypeLoc(T); }

  bool TraverseTypeLoc(TypeLoc T, bool = true) {
    if (T.isNull())
      return true;
    T = T.getUnqualifiedLoc();
    if (!T.getType()->isDependentType() && !T.getType()->isReferenceType() &&
        WeakForm::of(T.getType())) {
      Found.push_back(T);
      return true;
    }
    return Base::TraverseTypeLoc(T);
  }

  std::vector<TypeLoc> Found;
};
} // namespace

std::vector<TypeLoc> writtenHandles(TypeLoc T) { return HandleTypes(T).Found; }

void retype(TypeLoc T, const ASTContext &Context, Edits &Change) {
  const std::optional<WeakForm> Form = WeakForm::of(T.getType());
  const auto Spelled = T.getAsAdjusted<TemplateSpecializationTypeLoc>();
  const SourceLocation Name =
      Spelled ? Spelled.getTemplateNameLoc() : SourceLocation();
  if (!Spelled || sourceText(CharSourceRange::getTokenRange(Name), Context) !=
                      Form->strongName()) {
    Change.replace(CharSourceRange::getTokenRange(T.getSourceRange()),
                   Form->typeName(Context));
    return;
  }
  const StringRef Qualifier =
      sourceText(CharSourceRange::getCharRange(T.getBeginLoc(), Name), Context);
  StringRef Scope = Qualifier;
  Scope.consume_front("::");
  if (Scope == Form->scope() + "::")
    Change.replace(CharSourceRange::getTokenRange(Name), Form->weakName());
  else
    Change.replace(CharSourceRange::getTokenRange(T.getBeginLoc(), Name),
                   Form->qualifiedName());
}

} // namespace heapwise::fixes
