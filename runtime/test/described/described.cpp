//===-- described.cpp - Audits classes that a tool has described ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "described.h"

#include "heapwise/audit.h"

#include <cstdio>

int main() {
  std::string title;
  const heapwise::audit_result result = heapwise::audit([&] {
    std::unique_ptr<app::Widget> widget = std::make_unique<app::Button>(title);
    return std::make_pair(std::move(widget), std::make_unique<app::Boxes>());
  });
  std::puts(result.text().c_str());
  return !result.exact() || !result.opaque.empty() ||
         result.reached_blocks != 10;
}
