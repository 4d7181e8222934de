//===-- Facts.cpp - Tables of facts and their merge -----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Facts.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace heapwise::facts {

Facts::Facts() {
  intern("");
  for (StringRef Pseudo : {"[]", "()", "*"})
    intern(Pseudo);
}

Symbol Facts::intern(StringRef Text) {
  auto [It, Inserted] =
      Interned.try_emplace(Text, static_cast<Symbol>(Strings.size()));
  if (Inserted)
    Strings.push_back(Text.str());
  return It->second;
}

template <typename T>
static const T *find(const std::vector<T> &Table,
                     const DenseMap<Symbol, std::uint32_t> &Index, Symbol Usr) {
  auto It = Index.find(Usr);
  return It == Index.end() ? nullptr : &Table[It->second];
}

const Field *Facts::field(Symbol Usr) const {
  return find(Fields, FieldIndex, Usr);
}
const Record *Facts::record(Symbol Usr) const {
  return find(Records, RecordIndex, Usr);
}
Record *Facts::record(Symbol Usr) {
  return const_cast<Record *>(std::as_const(*this).record(Usr));
}
const Function *Facts::function(Symbol Usr) const {
  return find(Functions, FunctionIndex, Usr);
}

template <typename T>
static bool insert(std::vector<T> &Table,
                   DenseMap<Symbol, std::uint32_t> &Index, T &&Entity) {
  if (!Index.try_emplace(Entity.Usr, static_cast<std::uint32_t>(Table.size()))
           .second)
    return false;
  Table.push_back(std::move(Entity));
  return true;
}

bool Facts::add(Field F) { return insert(Fields, FieldIndex, std::move(F)); }
bool Facts::add(Record R) { return insert(Records, RecordIndex, std::move(R)); }
bool Facts::add(Function F) {
  return insert(Functions, FunctionIndex, std::move(F));
}

bool Facts::isOpen(Symbol RecordUsr) const {
  const Record *R = record(RecordUsr);
  return !R || any_of(R->Bodiless, [this](Symbol Method) {
    return function(Method) == nullptr;
  });
}

namespace {
/// Rewrites every symbol of an entity through a mapping.
struct Renamer {
  function_ref<Symbol(Symbol)> Map;

  void operator()(Symbol &S) const { S = Map(S); }
  void operator()(Location &L) const { L.File = Map(L.File); }
  void operator()(std::vector<Symbol> &List) const {
    for (Symbol &S : List)
      S = Map(S);
  }
  void operator()(Field &F) const {
    for (Symbol *S : {&F.Usr, &F.Record, &F.Name, &F.WeakForm})
      *S = Map(*S);
    (*this)(F.Loc);
  }
  void operator()(Record &R) const {
    for (Symbol *S : {&R.Usr, &R.Name})
      *S = Map(*S);
    (*this)(R.Loc);
    (*this)(R.Bases);
    (*this)(R.Bodiless);
  }
  void operator()(Function &F) const {
    for (Symbol *S : {&F.Usr, &F.Name, &F.Record})
      *S = Map(*S);
    (*this)(F.Loc);
    (*this)(F.Overrides);
    for (Instr &I : F.Body) {
      I.Sym = Map(I.Sym);
      I.Label = Map(I.Label);
      (*this)(I.Loc);
    }
  }
};
} // namespace

static void unite(std::vector<Symbol> &Into, const std::vector<Symbol> &From) {
  for (Symbol S : From)
    if (!is_contained(Into, S))
      Into.push_back(S);
}

void Facts::merge(const Facts &Other) {
  std::vector<Symbol> Translation(Other.Strings.size());
  for (auto [Index, Text] : enumerate(Other.Strings))
    Translation[Index] = intern(Text);
  auto Translate = [&](Symbol S) { return Translation[S]; };
  Renamer Rename{Translate};

  for (Field F : Other.Fields) {
    Rename(F);
    add(std::move(F));
  }
  for (Record R : Other.Records) {
    Rename(R);
    if (Record *Mine = record(R.Usr)) {
      unite(Mine->Bases, R.Bases);
      unite(Mine->Bodiless, R.Bodiless);
    } else {
      add(std::move(R));
    }
  }
  for (Function F : Other.Functions) {
    Rename(F);
    add(std::move(F));
  }
  Containers.merge(Other.Containers, Translate);
}

void Facts::canonicalise() {
  auto ByUsr = [this](const auto &L, const auto &R) {
    return Strings[L.Usr] < Strings[R.Usr];
  };
  auto ByText = [this](Symbol L, Symbol R) { return Strings[L] < Strings[R]; };
  sort(Fields, ByUsr);
  sort(Records, ByUsr);
  sort(Functions, ByUsr);
  for (Record &R : Records) {
    sort(R.Bases, ByText);
    sort(R.Bodiless, ByText);
  }

  Containers.sort(Strings);

  Facts Fresh;
  std::vector<Symbol> Translation(Strings.size(), ~Symbol(0));
  auto Translate = [&](Symbol S) {
    if (Translation[S] == ~Symbol(0))
      Translation[S] = Fresh.intern(Strings[S]);
    return Translation[S];
  };
  Renamer Rename{Translate};
  for (Field &F : Fields) {
    Rename(F);
    Fresh.add(std::move(F));
  }
  for (Record &R : Records) {
    Rename(R);
    Fresh.add(std::move(R));
  }
  for (Function &F : Functions) {
    Rename(F);
    Fresh.add(std::move(F));
  }
  Containers.rename(Translate);
  Fresh.Containers = std::move(Containers);
  *this = std::move(Fresh);
}

} // namespace heapwise::facts
