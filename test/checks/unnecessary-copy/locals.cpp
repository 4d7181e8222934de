// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using Names = std::vector<std::string>;

struct Page {
  std::string Title;
  Names Lines;
  const Names &lines() const { return Lines; }
};

struct Shelf {
  Page Cover;
  std::vector<Page> Pages;
  std::map<std::string, Names> Index;

  std::size_t weight() const {
    const auto Lines = Cover.Lines;
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'Lines' copies 'Cover.Lines' (24 bytes and what it holds on the heap) and is only read; the original does not change meanwhile [heapwise-unnecessary-copy]
    return Lines.size();
  }
};

// Behind a member access, an iterator, a pointer, an index, an accessor.
std::size_t accessor(const Shelf &S) {
  auto Lines = S.Cover.lines();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Lines' copies 'S.Cover.lines()'
  return Lines.size();
}

std::size_t iterator(const Shelf &S, const std::string &Key) {
  auto It = S.Index.find(Key);
  if (It == S.Index.end())
    return 0;
  Names Found = It->second;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Found' copies 'It->second'
  return Found.size();
}

std::size_t element(const Shelf &S, std::size_t I) {
  auto Title = S.Pages[I].Title;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Title' copies 'S.Pages[I].Title'
  return Title.size();
}

std::size_t pointer(const std::shared_ptr<Page> &P) {
  Names Lines = P->Lines;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Lines' copies 'P->Lines'
  return Lines.size();
}

std::size_t either(const Names &A, const Names &B, bool First) {
  auto Chosen = First ? A : B;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Chosen' copies 'First ? A : B'
  return Chosen.size();
}

// Member functions that are not const, but have an overload that is.
bool find(const std::map<int, Names> &M) {
  auto Copy = M;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Copy' copies 'M'
  return Copy.find(3) != Copy.end();
}

std::size_t loop(const Names &N) {
  std::size_t Sum = 0;
  auto Copy = N;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Copy' copies 'N'
  for (const auto &S : Copy)
    Sum += S.size();
  return Sum;
}

// No fix: the iterator's type is spelled.
std::size_t oldStyle(const Shelf &S) {
  std::vector<Page> Pages = S.Pages;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'Pages' copies 'S.Pages'
  std::size_t Sum = 0;
  for (std::vector<Page>::iterator I = Pages.begin(); I != Pages.end(); ++I)
    Sum += I->Title.size();
  return Sum;
}

// No fix: the types differ.
std::size_t optional(const std::optional<Names> &N) {
  auto Copy = N.value_or(Names{});
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Copy' copies 'N'
  return Copy.size();
}

int range(const std::vector<std::map<int, Names>> &Books) {
  int Count = 0;
  for (auto Book : Books)
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Book' copies each element of the range (48 bytes and what it holds on the heap) and is only read
    if (Book.find(1) != Book.end())
      ++Count;
  return Count;
}

std::size_t inLoop(const Shelf &S) {
  std::size_t Sum = 0;
  for (std::size_t I = 0; I < S.Pages.size(); ++I) {
    Page P = S.Pages.at(I).Lines.empty() ? S.Cover : S.Pages[I];
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'P' copies {{.*}}, in each round of a loop) and is only read
    Sum += P.Lines.size();
  }
  return Sum;
}
