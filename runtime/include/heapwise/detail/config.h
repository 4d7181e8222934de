//===-- detail/config.h - What the platform offers --------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_CONFIG_H
#define HEAPWISE_DETAIL_CONFIG_H

#include <cstddef> // defines the macros that name the standard library

#if defined(_LIBCPP_VERSION)
#define HEAPWISE_LIBCXX 1
#define HEAPWISE_LIBSTDCXX 0
#elif defined(__GLIBCXX__)
#define HEAPWISE_LIBCXX 0
#define HEAPWISE_LIBSTDCXX 1
#else
#error "heapwise knows the containers of libstdc++ and of libc++ only"
#endif

#if HEAPWISE_LIBSTDCXX && !_GLIBCXX_USE_CXX11_ABI
#error "heapwise does not know the copy-on-write strings of the pre-C++11 ABI"
#endif

#if !defined(__cpp_rtti) && !defined(__GXX_RTTI)
#error "heapwise needs run-time type information: compile without -fno-rtti"
#endif

static_assert(sizeof(void *) == 8, "heapwise knows 64-bit targets only");

/// 1 where the compiler walks the members of any class, private ones included,
/// without help (clang since 15).
#if defined(__clang__) && defined(__has_builtin)
#if __has_builtin(__builtin_dump_struct) && __clang_major__ >= 15
#define HEAPWISE_MEMBER_WALK 1
#endif
#endif
#ifndef HEAPWISE_MEMBER_WALK
#define HEAPWISE_MEMBER_WALK 0
#endif

#define HEAPWISE_UNLIKELY(x) __builtin_expect(static_cast<bool>(x), 0)

// Words of allocated blocks, of vtables and of the standard library's own
// objects are read as raw memory; AddressSanitizer must not judge these reads.
#define HEAPWISE_NO_ASAN __attribute__((no_sanitize_address))

#endif // HEAPWISE_DETAIL_CONFIG_H
