//===-- pimpl.cpp - A class with a hidden implementation ------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pimpl.h"

#include "heapwise/deep_size.h"

#include <string>
#include <vector>

struct Pimpl::Implementation {
  std::string s = "a text that is longer than every small string buffer";
  std::vector<int> v = std::vector<int>(10);
};

HEAPWISE_REGISTER(Pimpl::Implementation);

Pimpl::Pimpl()
    : unique(new Implementation), shared(std::make_shared<Implementation>()) {}
Pimpl::Pimpl(Pimpl &&) noexcept = default;
Pimpl::~Pimpl() = default;
