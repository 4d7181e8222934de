// Under glibc, list nodes of 16 + 40 and 16 + 32 bytes take the same block;
// under the others they do not.
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-oversized-layout.Allocator: jemalloc}}"
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-oversized-layout.Allocator: tcmalloc}}"
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-oversized-layout.Allocator: mimalloc}}"
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-oversized-layout.Allocator: '32,48,56,64'}}" --second-run-may-warn
// RUN: %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet %s -- -std=c++20 | count 0
// RUN: not %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.Allocator: malloc}}" %s -- -std=c++20 | FileCheck %s --check-prefix=BAD
// BAD: error: invalid configuration value 'malloc' for option 'heapwise-oversized-layout.Allocator'; expected glibc, jemalloc, tcmalloc, mimalloc, or size classes in ascending order
#include <list>

struct Ticket {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Ticket' takes 40 bytes, 32 in another order of its members; that saves {{8|16}} bytes
  bool vip = false;
  long number = 0;
  bool paid = false;
  long desk = 0, since = 0;
};
void come(std::list<Ticket> &waiting, int n) {
  for (int i = 0; i != n; ++i)
    waiting.emplace_back();
}
