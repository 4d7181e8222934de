//===-- Compat.h - Differences between the supported LLVMs ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every `#if LLVM_VERSION_MAJOR` of Heapwise is here.
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_PLUGIN_COMPAT_H
#define HEAPWISE_PLUGIN_COMPAT_H

#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Config/llvm-config.h"

// 22 moved the registry into ClangTidyModule.h; 24 drops the old header.
#if LLVM_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

#endif // HEAPWISE_PLUGIN_COMPAT_H
