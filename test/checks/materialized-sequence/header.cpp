// RUN: %heapwise-tidy --checks=-*,heapwise-materialized-sequence --quiet --header-filter=.* %s -- -std=c++17 -I%S/Inputs 2>/dev/null | FileCheck %s
// A header in a part of the tests is test code.
#include <string>

#include "package.h"
namespace tests {
#include "tests/unit/package.h"
}

// CHECK-NOT: warning:
// CHECK: Inputs/package.h:2:10: warning: 'Host.substr(0, 2)' copies a part of what is there already
// CHECK-NOT: warning:
