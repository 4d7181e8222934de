//===-- Words.h - The words of a name ---------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_WORDS_H
#define HEAPWISE_CHECKS_FACTS_WORDS_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace heapwise::facts {

/// The words of \p Name in lower case: of `m_pageCache2`, `m`, `page` and
/// `cache`. Whatever is no letter separates; so does a capital after a small
/// letter, and the last one of several capitals (`URLCache`).
inline llvm::SmallVector<std::string, 6> wordsOf(llvm::StringRef Name) {
  llvm::SmallVector<std::string, 6> Words;
  std::string Word;
  auto Flush = [&] {
    if (!Word.empty())
      Words.push_back(std::exchange(Word, {}));
  };
  for (std::size_t I = 0; I < Name.size(); ++I) {
    const char C = Name[I];
    if (!llvm::isAlpha(C)) {
      Flush();
      continue;
    }
    const bool Upper = llvm::isUpper(C);
    const bool AfterLower = I && llvm::isLower(Name[I - 1]);
    const bool BeforeLower = I + 1 < Name.size() && llvm::isLower(Name[I + 1]);
    if (Upper && (AfterLower || (BeforeLower && Word.size() > 1)))
      Flush();
    Word += llvm::toLower(C);
  }
  Flush();
  return Words;
}

inline bool hasWord(llvm::StringRef Name,
                    llvm::ArrayRef<llvm::StringRef> Wanted) {
  return llvm::any_of(wordsOf(Name), [&](const std::string &W) {
    return llvm::is_contained(Wanted, llvm::StringRef(W));
  });
}

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_WORDS_H
