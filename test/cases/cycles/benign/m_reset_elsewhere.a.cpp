// case: m_reset_elsewhere
// what: close(), which drops the self-owning callback, is defined in another file
// trap: this file alone shows the store and no reset
// expect: no diagnostic by the whole-program analysis
#include "m_reset_elsewhere.h"

void Stream::open() {
  sink_ = [self = shared_from_this()](int n) { self->bytes += n; };
}
void Stream::data(int n) {
  if (sink_)
    sink_(n);
}
