// Shared header of the two parts of m_reset_elsewhere.
#pragma once
#include <functional>
#include <memory>

class Stream : public std::enable_shared_from_this<Stream> {
public:
  void open();
  void close();
  void data(int n);
  int bytes = 0;

private:
  std::function<void(int)> sink_;
};
