#include "m_reset_elsewhere.h"

void Stream::close() { sink_ = nullptr; }

#ifdef PROVE
int main() {
  auto s = std::make_shared<Stream>();
  std::weak_ptr<Stream> watch = s;
  s->open(), s->data(2), s->close();
  if (s->bytes != 2)
    return 2;
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
