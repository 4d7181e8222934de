//===-- HostGuard.cpp - Refuse a host of another LLVM ---------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy loads a module that was built for another LLVM without a word,
// finds no checks in it and exits with 0 (or it crashes later). A lint step
// would then be green for ever. This constructor runs before every other
// initialiser of the plugin, compares the two versions and ends the process
// when they differ.
//
// It can only run when the dynamic loader gets that far, so the plugin refers
// to LLVM's symbols weakly (cmake/HeapwisePlugin.cmake): with a strong
// reference to a variable that the host lacks, dlopen fails, and clang-tidy
// prints "load request ignored" and goes on.
//
//===----------------------------------------------------------------------===//

#include "llvm/Config/llvm-config.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

#define HEAPWISE_STRING_1(X) #X
#define HEAPWISE_STRING(X) HEAPWISE_STRING_1(X)

namespace {

struct Version {
  unsigned Major = 0;
  unsigned Minor = 0;
  bool known() const { return Major != 0; }
};

} // namespace

static constexpr Version BuiltFor = {LLVM_VERSION_MAJOR, LLVM_VERSION_MINOR};

/// Asks the symbols that the plugin itself would be bound to. LLVMGetVersion
/// is there since LLVM 16; before that, Clang's version string has to do.
static Version hostVersion() {
  Version Host;
  using GetVersion = void (*)(unsigned *, unsigned *, unsigned *);
  if (auto Get =
          reinterpret_cast<GetVersion>(dlsym(RTLD_DEFAULT, "LLVMGetVersion"))) {
    Get(&Host.Major, &Host.Minor, nullptr);
    return Host;
  }

  using GetFullVersion = std::string (*)();
  auto Get = reinterpret_cast<GetFullVersion>(
      dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev"));
  if (!Get)
    return Host;
  std::string Full = Get(); // "Debian clang version 14.0.6"
  constexpr char Marker[] = "version ";
  size_t At = Full.find(Marker);
  if (At == std::string::npos)
    return Host;
  char *Dot = nullptr;
  Host.Major = std::strtoul(Full.c_str() + At + sizeof(Marker) - 1, &Dot, 10);
  if (*Dot == '.')
    Host.Minor = std::strtoul(Dot + 1, nullptr, 10);
  return Host;
}

/// The file that this code was loaded from.
static const char *pluginPath() {
  Dl_info Info;
  if (dladdr(reinterpret_cast<const void *>(&BuiltFor), &Info) &&
      Info.dli_fname)
    return Info.dli_fname;
  return "heapwise";
}

/// Leaves without the host's destructors: its initialisation is under way and
/// the loader's lock is held.
[[noreturn]] static void refuse(const std::string &Reason) {
  std::fflush(nullptr);
  std::fprintf(stderr, "heapwise: error: '%s' was built for LLVM %u.%u, %s\n",
               pluginPath(), BuiltFor.Major, BuiltFor.Minor, Reason.c_str());
  _exit(EXIT_FAILURE);
}

// 101 is the first priority that is not reserved for the implementation.
[[gnu::constructor(101)]] static void checkHost() {
  Version Host = hostVersion();
  if (!Host.known())
    refuse("but the program that loads it does not export LLVM's symbols; use "
           "clang-tidy or clang from the packages of LLVM " HEAPWISE_STRING(
               LLVM_VERSION_MAJOR));
  if (Host.Major == BuiltFor.Major && Host.Minor == BuiltFor.Minor)
    return;
  std::string HostName =
      std::to_string(Host.Major) + "." + std::to_string(Host.Minor);
  refuse("but the program that loads it is LLVM " + HostName +
         "; load the plugin that was built for LLVM " +
         std::to_string(Host.Major));
}
