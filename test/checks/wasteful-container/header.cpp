// RUN: %heapwise-tidy --checks=-*,heapwise-wasteful-container --quiet --header-filter=.* %s -- -std=c++20 -I%S/Inputs 2>/dev/null | FileCheck %s
// What other files may do to a container is out of sight.
#include "session.h"
#include <vector>

void open(std::vector<Session> &all, int n) {
  for (int i = 0; i != n; ++i)
    all.emplace_back();
}

// CHECK-NOT: warning:
// CHECK: session.h:{{[0-9]+}}:19: warning: 'bytes_' takes 32 bytes for each of about 1000 elements; a std::vector takes 1
// CHECK-NOT: warning:
