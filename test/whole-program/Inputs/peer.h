#pragma once
#include <functional>
#include <memory>

class Peer {
public:
  void onData(const std::function<void()> &F);
  void close();

private:
  std::function<void()> Data;
};
