//===-- WeakMember.cpp - Fix-its for owning members -----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WeakMember.h"
#include "HandleUses.h"
#include "WrittenHandles.h"

#include "clang/AST/DeclFriend.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace heapwise::fixes {

/// True if the class compares its objects member by member.
static bool comparesMembers(const CXXRecordDecl &R) {
  const auto IsDefaulted = [](const FunctionDecl *F) {
    return F && F->isDefaulted() && F->getOverloadedOperator() != OO_None &&
           F->getOverloadedOperator() != OO_Equal;
  };
  for (const Decl *D : R.decls()) {
    if (const auto *Friend = dyn_cast<FriendDecl>(D))
      D = Friend->getFriendDecl();
    if (D && IsDefaulted(D->getAsFunction()))
      return true;
  }
  return false;
}

/// A set's element and a map's key have an order or a hash, a weak pointer has
/// neither.
static bool isKey(QualType Container, QualType Handle) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Container->getAsCXXRecordDecl());
  if (!S || !S->getIdentifier())
    return false;
  const StringRef Name = S->getName();
  const TemplateArgument &First = S->getTemplateArgs()[0];
  return (Name.contains("map") || Name.contains("set") ||
          Name.contains("queue")) &&
         First.getKind() == TemplateArgument::Type &&
         First.getAsType().getCanonicalType().getUnqualifiedType() ==
             Handle.getCanonicalType().getUnqualifiedType();
}

static void rewriteDefault(const FieldDecl &Field, const ASTContext &Context,
                           Edits &Change) {
  const Expr *Init = Field.getInClassInitializer();
  if (!Init)
    return;
  const StringRef Text = sourceText(*Init, Context);
  if (Text == "{}")
    return;
  if (!isNullHandle(Init)) {
    Change.refuse("its default value is '" + Text + "'");
    return;
  }
  const Expr *Null = stripHandle(Init);
  if (Field.getInClassInitStyle() == ICIS_ListInit) {
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Null))
      Change.replace(*Null, "");
    return;
  }
  const SourceLocation After = Lexer::getLocForEndOfToken(
      Field.getLocation(), 0, Context.getSourceManager(),
      Context.getLangOpts());
  if (Field.getType()->isArrayType())
    Change.refuse("its default value is '" + Text + "'");
  else
    Change.replace(CharSourceRange::getTokenRange(After, Init->getEndLoc()),
                   "");
}

/// Removes nullptr, which a weak pointer cannot be made of, from \p Init.
static bool dropNull(const Expr *Init, StringRef Instead, Edits &Change) {
  if (!isNullHandle(Init))
    return false;
  const Expr *Null = stripHandle(Init);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Null))
    Change.replace(*Null, Instead);
  return true;
}

static bool sharesItsType(const FieldDecl &Field) {
  return llvm::any_of(Field.getParent()->fields(), [&](const FieldDecl *Other) {
    return Other != &Field &&
           Other->getTypeSpecStartLoc() == Field.getTypeSpecStartLoc();
  });
}

static void rewriteDeclaration(const FieldDecl &Field,
                               const ASTContext &Context, Edits &Change) {
  const std::vector<TypeLoc> Written =
      writtenHandles(Field.getTypeSourceInfo()->getTypeLoc());
  if (Written.size() != 1)
    return Change.refuse("its type '" + writtenType(Field.getType(), Context) +
                         "' does not spell one shared pointer that has a weak "
                         "form");
  const TypeLoc Handle = Written.front();
  if (isKey(Field.getType(), Handle.getType()))
    return Change.refuse("it is hashed or ordered");
  if (Field.getType()->isReferenceType())
    return Change.refuse("it is a reference");
  if (sharesItsType(Field))
    return Change.refuse("it is declared together with another member");
  if (comparesMembers(*cast<CXXRecordDecl>(Field.getParent())))
    return Change.refuse("its class compares members");
  retype(Handle, Context, Change);
  rewriteDefault(Field, Context, Change);
}

FixPlan planWeakMember(const FieldDecl &Field, const SkippedCode &Skipped,
                       ASTContext &Context) {
  const auto Refuse = [&](const Twine &Why) {
    return FixPlan::refuse("'" + Field.getName() + "' stays as it is: " + Why);
  };
  const MemberUses Uses = MemberUses::find(Field, Context);
  if (!Uses.Obstacle.empty())
    return Refuse(Uses.Obstacle);
  if (const SourceLocation Loc =
          Skipped.dereferenceOf(Field.getName(), Context);
      Loc.isValid())
    return Refuse("it is dereferenced in code that the preprocessor skips at " +
                  lineOf(Loc, Context));
  Edits Change(Context);
  rewriteDeclaration(Field, Context, Change);
  if (Change.refused())
    return Refuse(std::move(Change).finish().Refusal);

  const std::vector<TypeLoc> Written =
      writtenHandles(Field.getTypeSourceInfo()->getTypeLoc());
  const WeakForm Form = *WeakForm::of(Written.front().getType());
  for (const auto &[Function, Members] : Uses.InFunctions) {
    if (Function->getBody() && !Function->isDefaulted())
      FunctionRewrite(*Function, Field, Uses, Form, Context, Change)
          .run(Members);
  }
  const bool Single = WeakForm::of(Field.getType()).has_value();
  for (const auto &[Constructor, Initialiser] : Uses.Initialisers) {
    const Expr *Init = Initialiser->getInit();
    if (dropNull(Init, "", Change))
      continue;
    if (!Single || !WeakForm::of(stripHandle(Init)->getType()) ||
        !Constructor->getBody())
      Change.refuse("it is initialised at " +
                    lineOf(Initialiser->getSourceLocation(), Context) +
                    " by what is no shared pointer");
    else
      FunctionRewrite(*Constructor, Field, Uses, Form, Context, Change)
          .checkOwner(Init, Init);
  }
  for (const Expr *Value : Uses.AggregateValues) {
    if (dropNull(Value, "{}", Change))
      continue;
    if (!Single || !WeakForm::of(stripHandle(Value)->getType()) ||
        isFresh(Value))
      Change.refuse("it is initialised in braces at " +
                    lineOf(Value->getBeginLoc(), Context));
  }
  FixPlan Plan = std::move(Change).finish();
  return Plan.Refusal.empty() ? Plan : Refuse(Plan.Refusal);
}

} // namespace heapwise::fixes
