// REQUIRES: heapwise-command
// A name of the user's own leads to the record that it stands for.
// RUN: %heapwise explain --layout ticks::Quote %s -- | FileCheck %s --check-prefix=ALIAS
// ALIAS: ticks::Tick ({{.*}}explain.cpp:[[@LINE+18]])
// RUN: %heapwise explain --layout PriceList %s -- | FileCheck %s --check-prefix=TEMPLATE
// TEMPLATE: ticks::List<double>
// RUN: %heapwise explain --layout Unnamed %s -- | FileCheck %s --check-prefix=UNNAMED
// UNNAMED: ticks::Unnamed
// UNNAMED: bool c
// RUN: not %heapwise explain --layout Number %s -- 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: heapwise explain: error: no complete type 'Number' in the sources

// What does not compile is said to be that, on stderr, and the status is 2.
// RUN: not %heapwise explain --layout Tick %s -- -DBROKEN 2> %t.err
// RUN: FileCheck %s --check-prefix=BROKEN --input-file=%t.err
// BROKEN: error: use of undeclared identifier 'nothing'
// BROKEN: heapwise explain: error: the sources do not compile
// RUN: not %heapwise explain --layout Tick %t-missing.cpp -- 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: heapwise explain: error: the sources do not compile

namespace ticks {
struct Tick {
  bool bid;
  double price;
  bool last;
};
using Quote = Tick;
template <class T> struct List {
  T *first;
  int size;
};
using PriceList = List<double>;
typedef struct {
  bool a;
  double b;
  bool c;
} Unnamed;
using Number = int;
} // namespace ticks
ticks::PriceList prices;
ticks::Unnamed unnamed;
#ifdef BROKEN
int broken = nothing;
#endif
