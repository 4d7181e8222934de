//===-- ContainerFacts.cpp - Tables of container facts --------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerFacts.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace heapwise::facts {

namespace {
/// Translates the symbols of a row.
struct Renamer {
  function_ref<Symbol(Symbol)> Map;

  void symbol(Symbol &S) const { S = Map(S); }
  void location(Location &L) const { L.File = Map(L.File); }
  template <typename T> void number(T &) const {}
  template <typename T> void enumerator(T &, T) const {}
  void flag(bool &) const {}
  template <typename List, typename Each>
  void list(List &Items, Each &&Visit) const {
    for (auto &Item : Items)
      Visit(Item);
  }
};
} // namespace

static void rename(const Renamer &R, ContainerPlace &P) { describePlace(R, P); }
static void rename(const Renamer &R, ContainerFunction &F) {
  describeFunction(R, F);
}
static void rename(const Renamer &R, ContainerClass &C) { describeClass(R, C); }
static void rename(const Renamer &R, Holder &H) { describeHolder(R, H); }

static void unite(std::vector<Symbol> &Into, const std::vector<Symbol> &From) {
  for (Symbol S : From)
    if (!is_contained(Into, S))
      Into.push_back(S);
}

/// Joins what two units say of one entity.
static void unite(ContainerPlace &, const ContainerPlace &) {}
static void unite(ContainerFunction &, const ContainerFunction &) {}
static void unite(ContainerClass &Into, const ContainerClass &From) {
  unite(Into.Bases, From.Bases);
  unite(Into.Bodiless, From.Bodiless);
}
static void unite(Holder &Into, const Holder &From) {
  unite(Into.Classes, From.Classes);
  // Only the unit that defines a variable shows its first value.
  if (!Into.Maker)
    Into.Maker = From.Maker;
}

template <typename T>
static void mergeTable(UsrTable<T> &Into, const UsrTable<T> &From,
                       const Renamer &Rename) {
  for (T Row : From.rows()) {
    rename(Rename, Row);
    if (T *Mine = Into.find(Row.Usr))
      unite(*Mine, Row);
    else
      Into.add(std::move(Row));
  }
}

void ContainerFacts::merge(const ContainerFacts &Other,
                           function_ref<Symbol(Symbol)> Map) {
  const Renamer Rename{Map};
  mergeTable(Places, Other.Places, Rename);
  mergeTable(Functions, Other.Functions, Rename);
  mergeTable(Classes, Other.Classes, Rename);
  mergeTable(Holders, Other.Holders, Rename);
}

template <typename T>
static void sortTable(UsrTable<T> &Table, ArrayRef<std::string> Strings) {
  std::vector<T> Rows = Table.take();
  sort(Rows,
       [&](const T &L, const T &R) { return Strings[L.Usr] < Strings[R.Usr]; });
  for (T &Row : Rows)
    Table.add(std::move(Row));
}

void ContainerFacts::sort(ArrayRef<std::string> Strings) {
  auto ByText = [&](Symbol L, Symbol R) { return Strings[L] < Strings[R]; };
  sortTable(Places, Strings);
  sortTable(Functions, Strings);
  sortTable(Holders, Strings);
  sortTable(Classes, Strings);
  for (const ContainerClass &C : Classes.rows()) {
    ContainerClass *Row = Classes.find(C.Usr);
    llvm::sort(Row->Bases, ByText);
    llvm::sort(Row->Bodiless, ByText);
  }
  for (const Holder &H : Holders.rows())
    llvm::sort(Holders.find(H.Usr)->Classes, ByText);
}

template <typename T>
static void renameTable(UsrTable<T> &Table, const Renamer &Rename) {
  for (T &Row : Table.take()) {
    rename(Rename, Row);
    Table.add(std::move(Row));
  }
}

void ContainerFacts::rename(function_ref<Symbol(Symbol)> Map) {
  const Renamer Rename{Map};
  renameTable(Places, Rename);
  renameTable(Functions, Rename);
  renameTable(Classes, Rename);
  renameTable(Holders, Rename);
}

} // namespace heapwise::facts
