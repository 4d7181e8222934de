// What all objects save, against MinSavedBytes; and what a census says.
// RUN: %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.MinSavedBytes: 8001}}" %s -- -std=c++20 | count 0
// RUN: %check_heapwise %s %t --config="{CheckOptions: {heapwise-oversized-layout.MinSavedBytes: 8000}}"
//
// RUN: echo "# from a run" > %t.few
// RUN: echo "12 app::Sample" >> %t.few
// RUN: %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.TypeCensus: '%t.few'}}" %s -- -std=c++20 | count 0
// RUN: echo "120000 app::Sample" > %t.many
// RUN: %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.TypeCensus: '%t.many'}}" %s -- -std=c++20 | FileCheck %s --check-prefix=MANY
// MANY: for each of about 120000 objects
// RUN: echo "many app::Sample" > %t.bad
// RUN: not %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.TypeCensus: '%t.bad'}}" %s -- -std=c++20 | FileCheck %s --check-prefix=BAD
// BAD: error: cannot read '{{.*}}.bad' for option 'heapwise-oversized-layout.TypeCensus': line 1 is not a number of objects and the name of a type
// RUN: not %heapwise-tidy --checks=-*,heapwise-oversized-layout --quiet --config="{CheckOptions: {heapwise-oversized-layout.TypeCensus: '%t.none'}}" %s -- -std=c++20 | FileCheck %s --check-prefix=NONE
// NONE: error: cannot read '{{.*}}.none' for option 'heapwise-oversized-layout.TypeCensus': No such file or directory
#include <vector>

namespace app {
struct Sample {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Sample' takes 32 bytes, 24 in another order of its members
  bool valid = false;
  double value = 0;
  bool late = false;
  double weight = 0;
};
} // namespace app

double sum(int n) {
  std::vector<app::Sample> all(n);
  return all.back().value;
}
