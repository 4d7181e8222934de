//===-- FactsBuilder.cpp - Names, records and fields as facts -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace heapwise::facts {

Symbol FactsBuilder::usr(const Decl *D) {
  D = D->getCanonicalDecl();
  auto [It, Inserted] = Usrs.try_emplace(D, 0);
  if (!Inserted)
    return It->second;
  llvm::SmallString<128> Text;
  if (index::generateUSRForDecl(D, Text))
    Text.clear();
  Symbol S = intern(Text);
  Usrs[D] = S;
  return S;
}

Location FactsBuilder::location(SourceLocation Loc) {
  const SourceManager &SM = Context.getSourceManager();
  auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(Loc));
  auto [It, Inserted] = FileSymbols.try_emplace(File, 0);
  if (Inserted) {
    OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
    if (Entry) {
      // Facts of different directories meet in a merge.
      llvm::SmallString<256> Path(Entry->getName());
      SM.getFileManager().makeAbsolutePath(Path);
      llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
      It->second = intern(Path);
    }
  }
  return {It->second, SM.getLineNumber(File, Offset),
          SM.getColumnNumber(File, Offset)};
}

Symbol FactsBuilder::record(const CXXRecordDecl *R) {
  R = R->getCanonicalDecl();
  auto [It, Inserted] = RecordSymbols.try_emplace(R, 0);
  if (!Inserted)
    return It->second;
  Record Fact;
  Fact.Usr = usr(R);
  RecordSymbols[R] = Fact.Usr;
  if (!Fact.Usr)
    return 0;
  Fact.Name = intern(R->getName());
  Fact.Loc = location(R->getLocation());
  if (R->hasDefinition())
    for (const CXXBaseSpecifier &Base : R->getDefinition()->bases())
      if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl())
        if (!isLibraryCode(B))
          Fact.Bases.push_back(record(B));
  Symbol Usr = Fact.Usr;
  Result.add(std::move(Fact));
  return Usr;
}

/// The weak handle that goes with the strong one in \p T, possibly deep inside
/// of a container; empty if its library has none.
static StringRef weakForm(QualType T) {
  static constexpr std::pair<StringRef, StringRef> Forms[] = {
      {"std::shared_ptr<", "std::weak_ptr"},
      {"boost::shared_ptr<", "boost::weak_ptr"},
      {"QSharedPointer<", "QWeakPointer"}};
  const std::string Spelling = T.getCanonicalType().getAsString();
  for (const auto &[Strong, Weak] : Forms)
    if (StringRef(Spelling).contains(Strong))
      return Weak;
  return {};
}

namespace {
/// Looks for `delete Member` in the destructor of a class template.
struct DeletedMember : RecursiveASTVisitor<DeletedMember> {
  explicit DeletedMember(StringRef Name) : Name(Name) {}

  bool VisitCXXDeleteExpr(CXXDeleteExpr *Delete) {
    const auto *Member =
        dyn_cast<MemberExpr>(Delete->getArgument()->IgnoreParenImpCasts());
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    Found |= Field && Field->getName() == Name;
    return true;
  }
  StringRef Name;
  bool Found = false;
};
} // namespace

/// True if the destructor deletes \p F, but is not instantiated in this
/// translation unit: there is no function to read that tells so.
static bool isDeletedByPattern(const FieldDecl *F) {
  const auto *R = dyn_cast<CXXRecordDecl>(F->getParent());
  const CXXDestructorDecl *Destructor =
      R && R->hasDefinition() ? R->getDefinition()->getDestructor() : nullptr;
  const FunctionDecl *Body = nullptr;
  if (!Destructor || Destructor->hasBody(Body))
    return false;
  const FunctionDecl *Pattern = Destructor->getTemplateInstantiationPattern();
  if (!Pattern || !Pattern->hasBody(Body))
    return false;
  DeletedMember Search(F->getName());
  Search.TraverseStmt(Body->getBody());
  return Search.Found;
}

Symbol FactsBuilder::field(const FieldDecl *F) {
  F = F->getCanonicalDecl();
  auto [It, Inserted] = FieldSymbols.try_emplace(F, 0);
  if (!Inserted)
    return It->second;
  Field Fact;
  Fact.Usr = usr(F);
  FieldSymbols[F] = Fact.Usr;
  if (!Fact.Usr)
    return 0;
  if (const auto *Parent = dyn_cast<CXXRecordDecl>(F->getParent()))
    Fact.Record = record(Parent);
  Fact.Name = intern(F->getName());
  Fact.WeakForm = intern(weakForm(F->getType()));
  Fact.Loc = location(F->getLocation());
  Fact.Kind = Types.edgeKind(F->getType());
  if (Fact.Kind == EdgeKind::Raw && F->getType()->isPointerType() &&
      isDeletedByPattern(F))
    Fact.Kind = EdgeKind::Unique;
  Fact.Const = F->getType().isConstQualified();
  Fact.UserCode = !isLibraryCode(F);
  Symbol Usr = Fact.Usr;
  Result.add(std::move(Fact));
  return Usr;
}

void FactsBuilder::enqueue(const FunctionDecl *F) {
  const FunctionDecl *Definition = nullptr;
  if (!F->hasBody(Definition))
    return;
  if (Definition->isDependentContext() || Definition->isInvalidDecl() ||
      Definition->hasSkippedBody() || isLibraryCode(Definition))
    return;
  if (Seen.insert(Definition).second)
    Queue.push_back(Definition);
}

const FunctionDecl *FactsBuilder::next() {
  if (Queue.empty())
    return nullptr;
  const FunctionDecl *F = Queue.back();
  Queue.pop_back();
  return F;
}

/// True if the body of \p M is not here to be read.
static bool isBodiless(const CXXMethodDecl *M) {
  if (M->isConst() || M->isStatic() || M->isPureVirtual() || M->isDefaulted() ||
      M->isDeleted() || M->isImplicit() || isa<CXXConstructorDecl>(M) ||
      isa<CXXDestructorDecl>(M))
    return false;
  const FunctionDecl *Definition = nullptr;
  if (M->hasBody(Definition))
    return Definition->hasSkippedBody();
  if (const FunctionDecl *Pattern = M->getTemplateInstantiationPattern())
    return !Pattern->hasBody(Definition) || Definition->hasSkippedBody();
  return true;
}

void FactsBuilder::finish() {
  for (const auto &[R, Usr] : RecordSymbols) {
    Record *Fact = Usr ? Result.record(Usr) : nullptr;
    if (!Fact || !R->hasDefinition() || isLibraryCode(R))
      continue;
    for (const CXXMethodDecl *M : R->getDefinition()->methods())
      if (isBodiless(M))
        Fact->Bodiless.push_back(usr(M));
  }
}

} // namespace heapwise::facts
