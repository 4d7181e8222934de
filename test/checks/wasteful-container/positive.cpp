// RUN: %check_heapwise %s %t
#include <list>
#include <map>

class Body {
public:
  void feed(const unsigned char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes_.push_back(p[i]);
  }

private:
  std::list<unsigned char> bytes_;
// CHECK-NOTES: :[[@LINE-1]]:28: warning: 'bytes_' takes 32 bytes for each of about 1000 elements; a std::vector takes 1 [heapwise-wasteful-container]
// CHECK-NOTES: :[[@LINE-2]]:28: note: a node of 24 bytes for an element of 1 is a block of 32 with glibc; elements only come and go at the ends
// CHECK-NOTES: :[[@LINE-7]]:7: note: it gets its elements here
};
