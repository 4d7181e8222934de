// A lookup table that is filled when it is first asked for.
#include <fstream>
#include <string>
#include <unordered_map>

int word_frequency(const std::string &word) {
  static std::unordered_map<std::string, int> table;
  if (table.empty()) {
    std::ifstream in("words.txt");
    std::string key;
    for (int n = 0; in >> key; ++n)
      table[key] = n;
  }
  auto it = table.find(word);
  return it == table.end() ? 0 : it->second;
}
