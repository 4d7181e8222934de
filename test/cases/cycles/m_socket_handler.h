// Shared header of the two parts of m_socket_handler.
#pragma once
#include <functional>
#include <string>

class Socket {
public:
  using Handler = std::function<void(const std::string &)>;
  void onLine(const Handler &handler);
  void receive(const std::string &line);
  std::string prompt = "> ";
  std::string screen;

private:
  Handler handler_;
};
