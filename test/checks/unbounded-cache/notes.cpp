// RUN: %check_heapwise %s %t

#include <cstdint>
#include <map>
#include <string>

// The limit is never reached.
class Kernels {
public:
  static Kernels &instance() {
    static Kernels k;
    return k;
  }
  int get(const std::string &source) {
    auto it = kernels.find(source);
    if (it == kernels.end())
      it = kernels.emplace(source, 0).first;
    if (kernels.size() > limit)
      kernels.erase(kernels.begin());
    return it->second;
  }

private:
  std::map<std::string, int> kernels;
  std::size_t limit = SIZE_MAX;
};
int kernel(const std::string &text) { return Kernels::instance().get(text); }
// CHECK-NOTES: :[[@LINE-11]]:20: warning: 'Kernels::kernels' grows with its input and has no bound [heapwise-unbounded-cache]
// CHECK-NOTES: :[[@LINE-5]]:30: note: 'Kernels::kernels' is a member of an object that lives until the program ends
// CHECK-NOTES: :[[@LINE-13]]:20: note: the key comes from 'source', which the caller chooses
// CHECK-NOTES: :[[@LINE-12]]:15: note: 'erase' here is under a limit that is never reached
// CHECK-NOTES: :[[@LINE-8]]:30: note: use an LRU cache of fixed capacity, such as heapwise::lru_cache, or clear() it when size() passes a limit
