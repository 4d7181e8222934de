//===-- SkippedCode.cpp - Code that the preprocessor left out -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SkippedCode.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

#include <algorithm>
#include <array>
#include <memory>

using namespace clang;

namespace heapwise::fixes {

class SkippedCode::Recorder : public PPCallbacks {
public:
  Recorder(const SourceManager &SM, std::vector<SourceRange> &Regions)
      : SM(SM), Regions(Regions) {}

  void SourceRangeSkipped(SourceRange Region, SourceLocation) override {
    if (!SM.isInSystemHeader(Region.getBegin()))
      Regions.push_back(Region);
  }

private:
  const SourceManager &SM;
  std::vector<SourceRange> &Regions;
};

void SkippedCode::registerPreprocessor(Preprocessor &PP) {
  PP.addPPCallbacks(std::make_unique<Recorder>(PP.getSourceManager(), Regions));
}

/// True if \p T and the two tokens after it dereference the handle \p Name.
static bool isDereference(const std::array<Token, 3> &T, StringRef Name) {
  const auto IsName = [](const Token &Id, StringRef Text) {
    return Id.is(tok::raw_identifier) && Id.getRawIdentifier() == Text;
  };
  return IsName(T[0], Name) &&
         (T[1].is(tok::arrow) || (T[1].is(tok::period) && IsName(T[2], "get")));
}

SourceLocation SkippedCode::dereferenceOf(StringRef Name,
                                          const ASTContext &Context) const {
  const SourceManager &SM = Context.getSourceManager();
  for (const SourceRange &Region : Regions) {
    bool Invalid = false;
    const auto [File, Begin] = SM.getDecomposedLoc(Region.getBegin());
    const unsigned End = SM.getFileOffset(Region.getEnd());
    const StringRef Text = SM.getBufferData(File, &Invalid);
    if (Invalid || !Text.slice(Begin, End).contains(Name))
      continue;
    Lexer Raw(SM.getLocForStartOfFile(File), Context.getLangOpts(),
              Text.begin(), Text.begin() + Begin, Text.end());
    std::array<Token, 3> Window;
    for (Token &T : Window)
      Raw.LexFromRawLexer(T);
    while (Window[0].isNot(tok::eof) &&
           SM.getFileOffset(Window[0].getLocation()) < End) {
      if (isDereference(Window, Name))
        return Window[0].getLocation();
      std::rotate(Window.begin(), Window.begin() + 1, Window.end());
      Raw.LexFromRawLexer(Window.back());
    }
  }
  return {};
}

} // namespace heapwise::fixes
