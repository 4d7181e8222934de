//===-- LibraryModel.cpp - Library functions that move ownership ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LibraryModel.h"
#include "TypeModel.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::facts {

namespace {
template <typename T> struct NameClass {
  T Class;
  std::initializer_list<llvm::StringRef> Names;
};
} // namespace

template <typename T>
static T lookUp(std::initializer_list<NameClass<T>> Table, llvm::StringRef Name,
                T Default) {
  for (const NameClass<T> &Row : Table)
    if (llvm::is_contained(Row.Names, Name))
      return Row.Class;
  return Default;
}

LibraryFunction libraryFunction(const FunctionDecl *F) {
  if (!F || !F->getIdentifier() || !isLibraryCode(F))
    return LibraryFunction::None;
  const LibraryFunction Function = lookUp<LibraryFunction>(
      {{LibraryFunction::Identity,
        {"forward",
         "as_const",
         "addressof",
         "to_address",
         "launder",
         "ref",
         "cref",
         "static_pointer_cast",
         "dynamic_pointer_cast",
         "const_pointer_cast",
         "reinterpret_pointer_cast",
         "get_pointer",
         "qSharedPointerCast",
         "qSharedPointerDynamicCast",
         "qSharedPointerConstCast",
         "qobject_cast",
         "qAsConst",
         "make_optional",
         "make_any",
         "WrapRefCounted",
         "atomic_load"}},
       {LibraryFunction::Move, {"move", "move_if_noexcept"}},
       {LibraryFunction::Make,
        {"make_shared", "make_unique", "make_intrusive", "make_local_shared",
         "MakeRefCounted", "create"}},
       {LibraryFunction::MakeWithAllocator,
        {"allocate_shared", "allocate_unique"}},
       {LibraryFunction::Bind,
        {"bind", "bind_front", "bind_back", "BindOnce", "BindRepeating",
         "async"}},
       {LibraryFunction::Pack,
        {"make_pair", "make_tuple", "tie", "forward_as_tuple", "tuple_cat"}},
       {LibraryFunction::Exchange, {"exchange"}},
       {LibraryFunction::Swap, {"swap", "iter_swap"}},
       {LibraryFunction::Erase, {"erase", "erase_if"}},
       {LibraryFunction::Element,
        {"get", "get_if", "any_cast", "begin", "cbegin", "rbegin", "data"}},
       {LibraryFunction::Fill, {"fill", "fill_n"}},
       {LibraryFunction::Transfer,
        {"copy", "copy_if", "copy_n", "copy_backward", "move_backward",
         "transform"}},
       {LibraryFunction::Inserter,
        {"back_inserter", "front_inserter", "inserter"}}},
      F->getName(), LibraryFunction::Other);
  // std::move(first, last, out) is the algorithm.
  const unsigned Arity = F->getNumParams();
  switch (Function) {
  case LibraryFunction::Move:
    return Arity == 1 ? Function : LibraryFunction::Transfer;
  case LibraryFunction::Element:
    return Arity == 1 ? Function : LibraryFunction::Other;
  case LibraryFunction::Exchange:
  case LibraryFunction::Swap:
  case LibraryFunction::Erase:
    return Arity == 2 ? Function : LibraryFunction::Other;
  case LibraryFunction::Identity:
  case LibraryFunction::MakeWithAllocator:
    return Arity >= 1 ? Function : LibraryFunction::Other;
  default:
    return Function;
  }
}

ContainerMethod containerMethod(llvm::StringRef Name) {
  return lookUp<ContainerMethod>(
      {{ContainerMethod::Insert,
        {"push_back",     "push_front",       "push",
         "insert",        "emplace",          "emplace_back",
         "emplace_front", "emplace_hint",     "emplace_after",
         "insert_after",  "insert_or_assign", "try_emplace",
         "assign",        "append",           "prepend",
         "merge",         "splice",           "enqueue",
         "insertMulti",   "replace",          "add"}},
       {ContainerMethod::Erase,
        {"erase", "pop_back", "pop_front", "pop", "remove", "remove_if",
         "extract", "erase_after", "removeAt", "removeAll", "removeOne",
         "removeFirst", "removeLast", "take", "takeAt", "takeFirst", "takeLast",
         "dequeue", "disconnect"}},
       {ContainerMethod::Clear, {"clear", "disconnect_all_slots"}},
       {ContainerMethod::Swap, {"swap"}},
       {ContainerMethod::Connect,
        {"connect", "connect_extended", "subscribe"}}},
      Name, ContainerMethod::Other);
}

bool yieldsElement(llvm::StringRef Name) {
  return lookUp<bool>(
      {{true, {"at", "front", "back", "top", "emplace_back", "first", "last"}}},
      Name, false);
}

bool isSharedFromThis(const CXXMethodDecl *Method) {
  return Method->getIdentifier() && Method->getNumParams() == 0 &&
         lookUp<bool>({{true,
                        {"shared_from_this", "weak_from_this",
                         "shared_from_base", "sharedFromThis"}}},
                      Method->getName(), false) &&
         isLibraryCode(Method);
}

} // namespace heapwise::facts
