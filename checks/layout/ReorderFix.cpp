//===-- ReorderFix.cpp - Move member declarations -------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReorderFix.h"
#include "ReorderHazards.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <map>

using namespace clang;
using heapwise::fixes::Edits;
using heapwise::fixes::FixPlan;

namespace heapwise::layout {

namespace {
/// The lines of one declaration of members with the comments that belong to it.
struct Block {
  unsigned Begin = 0; ///< offset of the first line's first character
  unsigned End = 0;   ///< offset after the last line's line break
  unsigned FirstField = 0, LastField = 0;
  bool Comment = false;  ///< has a comment above it
  bool Document = false; ///< the comment is for documentation: of this member
  bool Alone = false;    ///< a blank line or another comment follows
  bool Unclear = false;  ///< where the comment above it begins is not clear
};

class Mover {
public:
  Mover(const CXXRecordDecl *R, const Reorder &To, const ASTContext &Context)
      : R(R), To(To), Context(Context), SM(Context.getSourceManager()),
        Plan(Context) {
    File = SM.getFileID(R->getBeginLoc());
    Buffer = SM.getBufferData(File);
  }

  FixPlan run() {
    cutBlocks();
    if (!Plan.refused())
      checkComments();
    if (!Plan.refused())
      moveBlocks();
    if (!Plan.refused())
      for (const CXXConstructorDecl *C : R->ctors())
        sortInitialisers(C);
    return std::move(Plan).finish();
  }

private:
  //===--- Lines ----------------------------------------------------------===//

  unsigned lineStart(unsigned Offset) const {
    // What rfind() is given is not searched itself.
    const std::size_t Break = Buffer.rfind('\n', Offset);
    return Break == llvm::StringRef::npos ? 0
                                          : static_cast<unsigned>(Break + 1);
  }
  unsigned lineEnd(unsigned Offset) const {
    const std::size_t Break = Buffer.find('\n', Offset);
    return Break == llvm::StringRef::npos ? static_cast<unsigned>(Buffer.size())
                                          : static_cast<unsigned>(Break + 1);
  }
  llvm::StringRef line(unsigned Start) const {
    return Buffer.slice(Start, lineEnd(Start)).trim();
  }
  static bool isComment(llvm::StringRef Line) {
    return Line.starts_with("//") || Line.starts_with("/*") ||
           (Line.starts_with("*") && Line.size() > 1);
  }

  /// The offset of the semicolon that ends the declaration of \p F, which may
  /// be one of several declarators.
  std::optional<unsigned> semicolon(const FieldDecl *F) const {
    SourceLocation Loc = F->getEndLoc();
    while (true) {
      std::optional<Token> Next =
          Lexer::findNextToken(Loc, SM, Context.getLangOpts());
      if (!Next || Next->is(tok::eof) || Next->is(tok::r_brace) ||
          Next->getLocation().isMacroID())
        return std::nullopt;
      if (Next->is(tok::semi))
        return SM.getFileOffset(Next->getLocation());
      Loc = Next->getLocation();
    }
  }

  void cutBlocks() {
    const FieldDecl *Previous = nullptr;
    for (const FieldDecl *F : R->fields()) {
      if (Previous && F->getBeginLoc() == Previous->getBeginLoc()) {
        Blocks.back().LastField = F->getFieldIndex();
        continue;
      }
      Previous = F;
      std::optional<unsigned> Semicolon = semicolon(F);
      if (SM.getFileID(F->getBeginLoc()) != File || !Semicolon)
        return refuse(F, "cannot be cut out");
      Block B;
      B.FirstField = B.LastField = F->getFieldIndex();
      const unsigned Begin = SM.getFileOffset(F->getBeginLoc());
      B.Begin = lineStart(Begin);
      B.End = lineEnd(*Semicolon);
      // An anonymous union ends with its brace, not with a declarator.
      const llvm::StringRef Before = Buffer.slice(B.Begin, Begin).trim();
      const llvm::StringRef After = Buffer.slice(*Semicolon + 1, B.End).trim();
      if ((!Before.empty() && !Before.starts_with("[[")) ||
          (!After.empty() && !After.starts_with("//") &&
           !(After.starts_with("/*") && After.ends_with("*/"))))
        return refuse(F, "shares its line with other code");
      if (!Blocks.empty() && B.Begin < Blocks.back().End)
        return refuse(F, "shares its line with other code");
      takeComments(B);
      Blocks.push_back(B);
    }
  }

  /// The line on which the comment begins that ends on the line at \p End.
  unsigned commentStart(unsigned End) const {
    while (End > 0 && !line(End).contains("/*"))
      End = lineStart(End - 1);
    return End;
  }

  void takeComments(Block &B) const {
    while (B.Begin > 0) {
      const unsigned Above = lineStart(B.Begin - 1);
      const llvm::StringRef Text = line(Above);
      // The rest of what stands behind the member above.
      if (Text.starts_with("///<") || Text.starts_with("//!<"))
        B.Unclear = true;
      const bool Ends = Text.ends_with("*/") && !Text.contains("/*");
      if (!isComment(Text) && !Ends)
        break;
      B.Begin = Ends ? commentStart(Above) : Above;
      B.Unclear |= Ends && !line(B.Begin).starts_with("/*");
      B.Comment = true;
    }
    const llvm::StringRef First = line(B.Begin);
    B.Document =
        B.Comment && (First.starts_with("///") || First.starts_with("//!") ||
                      First.starts_with("/**"));
    const llvm::StringRef Below =
        B.End < Buffer.size() ? line(B.End) : llvm::StringRef();
    B.Alone = Below.empty() || isComment(Below) || Below.starts_with("}") ||
              Below.ends_with(":");
  }

  void refuse(const FieldDecl *F, const llvm::Twine &What) {
    Plan.refuse("'" + F->getName() + "' " + What);
  }

  /// A comment above the first of several members that stand together may be
  /// about all of them: no member may leave or join these.
  void checkComments() {
    const llvm::SmallVector<bool> Changed = changedBlocks();
    for (std::size_t I = 0; I < Blocks.size(); ++I) {
      const Block &B = Blocks[I];
      bool Refuse = B.Unclear;
      if (B.Comment && !B.Document && !B.Alone)
        for (std::size_t K = I; K < Blocks.size(); ++K) {
          Refuse |= Changed[K];
          if (Blocks[K].Alone)
            break;
        }
      if (Refuse)
        return Plan.refuse("the comment at line " +
                           llvm::Twine(SM.getLineNumber(File, B.Begin)) +
                           " may be about several members");
    }
  }

  /// Blocks that move, or below which one is put.
  llvm::SmallVector<bool> changedBlocks() const {
    llvm::SmallVector<bool> Changed(Blocks.size());
    const Block *Above = nullptr;
    for (unsigned Field : To.Order) {
      const Block &B = blockOf(Field);
      if (!llvm::is_contained(To.Moved, Field)) {
        Above = &B;
        continue;
      }
      Changed[&B - Blocks.data()] = true;
      if (Above)
        Changed[Above - Blocks.data()] = true;
    }
    return Changed;
  }

  //===--- Moves
  //------------------------------------------------------------===//

  const Block &blockOf(unsigned Field) const {
    return *llvm::find_if(Blocks, [Field](const Block &B) {
      return B.FirstField <= Field && Field <= B.LastField;
    });
  }

  /// A declaration that moves up must still see what it refers to.
  bool namesTypeBelow(const Block &B, unsigned NewOffset) const {
    return NewOffset < B.Begin &&
           llvm::any_of(
               R->decls(),
               [&](const Decl *D) {
                 if (!isa<TypeDecl, VarDecl, UsingDecl>(D) || D->isImplicit() ||
                     SM.getFileID(D->getLocation()) != File)
                   return false;
                 const unsigned At = SM.getFileOffset(D->getLocation());
                 return NewOffset < At && At < B.Begin;
               });
  }

  /// A comment by itself heads what comes after it.
  bool crossesBanner(const Block &B, unsigned NewOffset) const {
    const unsigned From = std::min(B.End, NewOffset);
    const unsigned To = std::max(B.Begin, NewOffset);
    for (unsigned At = From; At < To; At = lineEnd(At)) {
      const llvm::StringRef Text = line(At);
      if ((isComment(Text) || Text.ends_with("*/")) && lineEnd(At) < To &&
          line(lineEnd(At)).empty())
        return true;
    }
    return false;
  }

  void moveBlocks() {
    llvm::SmallVector<bool> Moves(
        std::distance(R->field_begin(), R->field_end()));
    for (unsigned Field : To.Moved)
      Moves[Field] = true;
    // Text to insert at an offset, in the new order, and where the text that
    // it replaces ends.
    std::map<unsigned, std::string> Insertions;
    std::map<unsigned, unsigned> Removals;
    unsigned Anchor = 0;
    bool HaveAnchor = false;
    for (unsigned Field : To.Order) {
      const Block &B = blockOf(Field);
      if (!Moves[Field]) {
        Anchor = B.End;
        HaveAnchor = true;
        continue;
      }
      if (Field != B.FirstField)
        continue;
      if (!HaveAnchor) {
        Anchor = firstStaying(Moves);
        HaveAnchor = true;
      }
      if (namesTypeBelow(B, Anchor))
        return Plan.refuse("a type is declared between the members");
      if (crossesBanner(B, Anchor))
        return Plan.refuse("a comment by itself stands between the members");
      Insertions[Anchor] += Buffer.slice(B.Begin, B.End).str();
      Removals[B.Begin] = B.End;
    }
    joinAdjacent(Insertions, Removals);
    for (const auto &[Begin, End] : Removals) {
      const bool Inserts = Insertions.count(Begin) != 0;
      // The line break before it goes and comes back: a fix-it that only
      // removes text may be widened by clang (edit::EditedSource).
      edit(Begin - 1, Inserts ? End : withBlankLine(Begin, End),
           "\n" + (Inserts ? Insertions[Begin] : ""));
      Insertions.erase(Begin);
    }
    for (const auto &[Begin, Text] : Insertions)
      edit(Begin, Begin, Text);
  }

  /// Makes one removal of those that meet, unless text comes in between.
  static void joinAdjacent(const std::map<unsigned, std::string> &Insertions,
                           std::map<unsigned, unsigned> &Removals) {
    for (auto It = Removals.begin(); It != Removals.end();) {
      auto Next = std::next(It);
      if (Next != Removals.end() && Next->first == It->second &&
          !Insertions.count(Next->first)) {
        It->second = Next->second;
        Removals.erase(Next);
      } else {
        It = Next;
      }
    }
  }

  /// The end of a removal, with the blank line after it where another blank
  /// line or the start of a section comes before it.
  unsigned withBlankLine(unsigned Begin, unsigned End) const {
    const llvm::StringRef Above = line(lineStart(Begin - 1));
    const bool Needless =
        Above.empty() || Above.ends_with(":") || Above.ends_with("{");
    return Needless && End < Buffer.size() && line(End).empty() ? lineEnd(End)
                                                                : End;
  }

  unsigned firstStaying(llvm::ArrayRef<bool> Moves) const {
    for (unsigned Field : To.Order)
      if (!Moves[Field])
        return blockOf(Field).Begin;
    return Blocks.front().Begin;
  }

  void edit(unsigned Begin, unsigned End, const llvm::Twine &Text) {
    const SourceLocation Start = SM.getLocForStartOfFile(File);
    Plan.replace(CharSourceRange::getCharRange(Start.getLocWithOffset(Begin),
                                               Start.getLocWithOffset(End)),
                 Text);
  }

  //===--- Constructors
  //-----------------------------------------------------===//

  /// Writes the initialisers in the order in which they will run, as
  /// -Wreorder-ctor asks for.
  void sortInitialisers(const CXXConstructorDecl *Declared) {
    const FunctionDecl *Definition = nullptr;
    if (!Declared->hasBody(Definition) || Declared->isImplicit() ||
        Declared->isDefaulted())
      return;
    const auto *C = cast<CXXConstructorDecl>(Definition);
    llvm::SmallVector<const CXXCtorInitializer *> Written;
    for (const CXXCtorInitializer *I : C->inits())
      if (I->isWritten() && I->isAnyMemberInitializer())
        Written.push_back(I);
    llvm::sort(Written, [](const auto *A, const auto *B) {
      return A->getSourceOrder() < B->getSourceOrder();
    });
    llvm::SmallVector<unsigned> Place(To.Order.size());
    for (auto [New, Old] : llvm::enumerate(To.Order))
      Place[Old] = static_cast<unsigned>(New);
    llvm::SmallVector<const CXXCtorInitializer *> Sorted = Written;
    std::stable_sort(Sorted.begin(), Sorted.end(),
                     [&](const auto *A, const auto *B) {
                       return Place[fieldIndex(A)] < Place[fieldIndex(B)];
                     });
    if (Sorted == Written)
      return;
    auto RangeOf = [](const CXXCtorInitializer *I) {
      return CharSourceRange::getTokenRange(I->getSourceRange());
    };
    const llvm::StringRef Whole =
        fixes::sourceText(CharSourceRange::getTokenRange(
                              Written.front()->getSourceRange().getBegin(),
                              Written.back()->getSourceRange().getEnd()),
                          Context);
    if (Whole.empty() || Whole.contains("//") || Whole.contains("/*") ||
        Whole.contains('#'))
      return Plan.refuse("comments stand between the initialisers of a "
                         "constructor");
    for (auto [Old, New] : llvm::zip(Written, Sorted))
      if (Old != New)
        Plan.replace(RangeOf(Old), fixes::sourceText(RangeOf(New), Context));
  }

  const CXXRecordDecl *R;
  const Reorder &To;
  const ASTContext &Context;
  const SourceManager &SM;
  FileID File;
  llvm::StringRef Buffer;
  std::vector<Block> Blocks;
  Edits Plan;
};
} // namespace

FixPlan planReorder(const CXXRecordDecl *R, const Reorder &To,
                    const ASTContext &Context) {
  return Mover(R, To, Context).run();
}

} // namespace heapwise::layout
