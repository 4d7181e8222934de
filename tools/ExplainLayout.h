//===-- ExplainLayout.h - The command heapwise explain ----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TOOLS_EXPLAINLAYOUT_H
#define HEAPWISE_TOOLS_EXPLAINLAYOUT_H

namespace heapwise {

/// The command `heapwise explain`:
///
///     heapwise explain --layout TYPE [--svg FILE] [--allocator NAME]
///                      [-p DIR] SOURCE... [-- FLAG...]
///     heapwise explain --verify-layouts [-p DIR] SOURCE... [-- FLAG...]
///
/// The first form shows the layout of a type, now and with its members in the
/// best order, as a table and, with --svg, as a picture. The second lays out
/// every record that the sources see and compares the model with Clang.
///
/// \p Argv starts with the program's name, without "explain". Returns the exit
/// status: 0; 1 if a layout differs from Clang's; 2 for trouble, such as a type
/// that is not found, which it reports on standard error.
int explainMain(int Argc, const char **Argv);

} // namespace heapwise

#endif // HEAPWISE_TOOLS_EXPLAINLAYOUT_H
