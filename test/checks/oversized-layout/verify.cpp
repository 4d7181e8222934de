// REQUIRES: heapwise-command
// The model lays out these records as Clang does.
// RUN: %heapwise explain --verify-layouts %s -- -std=c++20 | FileCheck %s
// CHECK: 12 records, 0 with another layout than Clang's

// A virtual base of a virtual base is there once, also where it is empty.
struct Tag {};
struct Forward : virtual Tag {};
struct Associative : virtual Forward {};
struct Unique : virtual Associative {};
struct Simple : virtual Associative {};
struct Set : virtual Unique, virtual Simple {};

// The primary base of a virtual base is a part of it.
struct Random : virtual Forward {};
struct Sequence : virtual Forward {};
struct Back : virtual Sequence {};
struct Vector : virtual Random, virtual Back {};

// Twice the same empty class, as a base and behind a base.
struct First : Tag {};
struct Both : First, virtual Tag {};
