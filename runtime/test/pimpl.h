//===-- pimpl.h - A class with a hidden implementation ----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TEST_PIMPL_H
#define HEAPWISE_TEST_PIMPL_H

#include <memory>

struct Pimpl {
  Pimpl();
  Pimpl(Pimpl &&) noexcept;
  ~Pimpl();

  struct Implementation;
  std::unique_ptr<Implementation> unique;
  std::shared_ptr<Implementation> shared;
};

#endif // HEAPWISE_TEST_PIMPL_H
