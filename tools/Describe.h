//===-- Describe.h - Descriptions of a program's classes --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TOOLS_DESCRIBE_H
#define HEAPWISE_TOOLS_DESCRIBE_H

namespace heapwise {

/// The command `heapwise describe`: writes a header that describes the classes
/// of source files to the runtime library, private members included.
///
///     heapwise describe [-o FILE] [-p DIR] [--main-file] SOURCE... [--
///     FLAG...]
///
/// \p Argv starts with the program's name, without "describe". Returns the exit
/// status: 0, or 2 for trouble, which it reports on standard error.
int describeMain(int Argc, const char **Argv);

} // namespace heapwise

#endif // HEAPWISE_TOOLS_DESCRIBE_H
