// A library that calls what it is given when it likes.

#ifndef NET_H
#define NET_H

namespace net {
struct Queue {};
template <typename T, typename F> void post(Queue &, T &&, F &&) {}
} // namespace net

#endif // NET_H
