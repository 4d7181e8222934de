//===-- EnabledChecks.h - When our checks run by default ------ -*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_PLUGIN_ENABLEDCHECKS_H
#define HEAPWISE_PLUGIN_ENABLEDCHECKS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace heapwise {

/// Adds "heapwise-*" to a `Checks:` list for the hosts that exist to run our
/// checks (heapwise-clangd and the compiler plugin).
///
/// Many projects have a .clang-tidy that was written without us in mind, for
/// instance "-*,bugprone-*". It does not switch us off. A list that names
/// heapwise in any way is obeyed to the letter, and so is one that switches
/// everything off ("-*", the usual way to exempt a directory).
std::string enableByDefault(llvm::StringRef Checks);

} // namespace heapwise

#endif // HEAPWISE_PLUGIN_ENABLEDCHECKS_H
