// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A window and its menu, counted by an intrusive pointer of the project's own.
//
// Ref<T> is as strong as std::shared_ptr: window -> menu_ -> window_.

#include <iostream>
#include <string>
#include <utility>

class RefCounted {
public:
  void retain() { ++count_; }
  void release() {
    if (--count_ == 0)
      delete this;
  }

protected:
  RefCounted() = default;
  RefCounted(const RefCounted &) = delete;
  RefCounted &operator=(const RefCounted &) = delete;
  virtual ~RefCounted() = default;

private:
  int count_ = 0;
};

template <class T> class Ref {
public:
  Ref(T *object = nullptr) : object_(object) {
    if (object_)
      object_->retain();
  }
  Ref(const Ref &other) : Ref(other.object_) {}
  Ref(Ref &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref &operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_)
      object_->release();
  }

  T *operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

private:
  T *object_;
};

class Window;

class Menu : public RefCounted {
public:
  explicit Menu(Ref<Window> window) : window_(std::move(window)) {}
  void choose(const std::string &entry);

private:
  Ref<Window> window_;
};

class Window : public RefCounted {
public:
  explicit Window(std::string title) : title_(std::move(title)) {}

  void attachMenu() { menu_ = new Menu(this); }
  void choose(const std::string &entry) { menu_->choose(entry); }
  void setTitle(std::string title) { title_ = std::move(title); }
  const std::string &title() const { return title_; }

private:
  std::string title_;
  Ref<Menu> menu_;
};

void Menu::choose(const std::string &entry) {
  window_->setTitle(window_->title() + " - " + entry);
}

static void show(const std::string &title) {
  Ref<Window> window = new Window(title);
  window->attachMenu();
  window->choose("open");
  std::cout << window->title() << "\n";
}

int main() {
  for (const char *title : {"editor", "terminal", "browser"})
    show(title);
  return 0;
}
