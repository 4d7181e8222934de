// What the check says of examples/frames, which the runtime library confirms.
// RUN: %heapwise-tidy --checks=-*,heapwise-* --quiet %source/examples/frames/oversized.cpp -- -std=c++17 | FileCheck %s
// CHECK: warning: 'Frame' takes 64 bytes, 40 in another order of its members; that saves 32 bytes of memory for each of about 1000 objects [heapwise-oversized-layout]
// CHECK: note: made by new, about 1000 objects; a block of 64 bytes takes 80 with glibc, one of 40 takes 48
// RUN: %heapwise-tidy --checks=-*,heapwise-* --quiet %source/examples/frames/fixed.cpp -- -std=c++17 | count 0
// The fix-it writes the order of fixed.cpp.
// RUN: cp %source/examples/frames/oversized.cpp %t.cpp
// RUN: %heapwise-tidy --checks=-*,heapwise-* --quiet --fix %t.cpp -- -std=c++17 > %t.log
// RUN: FileCheck %s --check-prefix=FIXED < %t.cpp
// FIXED:      void *locals_ = nullptr;
// FIXED-NEXT: bool suspended_ = false;
// FIXED-NEXT: bool owns_locals_ = true;
// FIXED-NEXT: bool in_handler_ = false;
// FIXED-NEXT: std::uint32_t slots_ = 0;
