// Shared header of the two parts of m_tree_halves.
#pragma once
#include <memory>
#include <string>
#include <vector>

class Part : public std::enable_shared_from_this<Part> {
public:
  explicit Part(std::string name);
  void add(const std::shared_ptr<Part> &part);
  void attachTo(const std::shared_ptr<Part> &whole);
  std::string path() const;

private:
  std::string name_;
#ifndef FIXED
  std::shared_ptr<Part> whole_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Part> whole_;
#endif
  std::vector<std::shared_ptr<Part>> parts_; // EXPECT-ANY: cycle
};
