inline bool isFirst(const std::string &Host) {
  return Host.substr(0, 2) == "S1";
}
