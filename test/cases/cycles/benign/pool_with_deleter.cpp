// case: pool_with_deleter
// what: buffers return to their pool through a custom deleter that owns the pool; the pool keeps only free, raw-owned buffers
// trap: shared_ptr with a deleter that captures shared_from_this()
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct Buffer {
  char bytes[64];
};
class Pool : public std::enable_shared_from_this<Pool> {
public:
  std::shared_ptr<Buffer> get() {
    std::unique_ptr<Buffer> b;
    if (free_.empty()) {
      b = std::make_unique<Buffer>();
    } else {
      b = std::move(free_.back());
      free_.pop_back();
    }
    return {b.release(), [self = shared_from_this()](Buffer *p) { self->free_.emplace_back(p); }};
  }
  std::size_t idle() const { return free_.size(); }

private:
  std::vector<std::unique_ptr<Buffer>> free_;
};

#ifdef PROVE
int main() {
  auto pool = std::make_shared<Pool>();
  std::weak_ptr<Pool> watch = pool;
  auto a = pool->get(), b = pool->get();
  a.reset();
  if (pool->idle() != 1)
    return 2;
  pool.reset();
  if (watch.expired())
    return 3;
  b.reset();
  return watch.expired() ? 0 : 1;
}
#endif
