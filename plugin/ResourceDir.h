//===-- ResourceDir.h - Find the compiler's own headers ------- -*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_PLUGIN_RESOURCEDIR_H
#define HEAPWISE_PLUGIN_RESOURCEDIR_H

#include <string>

namespace heapwise {

/// The directory of <stddef.h> and the other headers that come with the Clang
/// this program was built with.
///
/// Clang looks for it beside the running program, which holds for a program
/// in Clang's own bin directory and for no other. Empty when it is there (then
/// nothing needs to be said) or nowhere.
std::string findResourceDir(const char *Argv0);

} // namespace heapwise

#endif // HEAPWISE_PLUGIN_RESOURCEDIR_H
