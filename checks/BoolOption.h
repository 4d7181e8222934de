//===-- BoolOption.h - Options that are true or false -----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_BOOLOPTION_H
#define HEAPWISE_CHECKS_BOOLOPTION_H

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// A true or false of the configuration. An enumeration because the host
/// exports OptionsView::get<bool> with a name that g++ mangles otherwise.
enum class BoolOption { False, True };

} // namespace heapwise

namespace clang::tidy {
template <> struct OptionEnumMapping<heapwise::BoolOption> {
  static ArrayRef<std::pair<heapwise::BoolOption, StringRef>> getEnumMapping() {
    static constexpr std::pair<heapwise::BoolOption, StringRef> Mapping[] = {
        {heapwise::BoolOption::False, "false"},
        {heapwise::BoolOption::True, "true"}};
    return {Mapping};
  }
};
} // namespace clang::tidy

#endif // HEAPWISE_CHECKS_BOOLOPTION_H
