// RUN: %heapwise-tidy --checks=-*,heapwise-wasteful-container --quiet --config="{CheckOptions: {heapwise-wasteful-container.MinSavedBytes: 31001}}" %s -- -std=c++20 | count 0
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-wasteful-container.MinSavedBytes: 20000, heapwise-wasteful-container.Allocator: jemalloc}}"
// RUN: not %heapwise-tidy --checks=-*,heapwise-wasteful-container --quiet --config="{CheckOptions: {heapwise-wasteful-container.Allocator: '64,32'}}" %s -- -std=c++20 | FileCheck %s --check-prefix=BAD
// BAD: error: invalid configuration value '64,32' for option 'heapwise-wasteful-container.Allocator'
#include <list>

void feed(int n) {
  std::list<char> bytes;
// CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'bytes' takes 32 bytes for each of about 1000 elements; a std::vector takes 1
  for (int i = 0; i != n; ++i)
    bytes.push_back('x');
}
