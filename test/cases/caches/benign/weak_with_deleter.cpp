// evidence: none
// pattern: map of weak_ptr; the custom deleter of the shared_ptr erases the key
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
struct Mesh { std::string file; };
class Meshes {
 public:
  std::shared_ptr<Mesh> load(const std::string& f) {
    std::lock_guard<std::mutex> g(m_);
    if (auto it = live_.find(f); it != live_.end())
      if (auto p = it->second.lock()) return p;
    std::shared_ptr<Mesh> p(new Mesh{f}, [this](Mesh* dead) {
      {
        std::lock_guard<std::mutex> h(m_);
        live_.erase(dead->file);
      }
      delete dead;
    });
    live_[f] = p;
    return p;
  }
 private:
  std::mutex m_;
  std::unordered_map<std::string, std::weak_ptr<Mesh>> live_;
};
static Meshes meshes;
std::shared_ptr<Mesh> mesh(const std::string& f) { return meshes.load(f); }
