// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A view that subscribes to the document it shows.
//
// The slot observes the view: a view that was closed is not redrawn, and the
// document drops its slot at the next change.

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

template <class... Args> class Signal {
public:
  /// A slot returns whether it wants to be called again.
  using Slot = std::function<bool(Args...)>;

  void connect(Slot slot) { slots_.push_back(std::move(slot)); }
  void operator()(Args... args) {
    auto done = [&](const Slot &slot) { return !slot(args...); };
    slots_.erase(std::remove_if(slots_.begin(), slots_.end(), done),
                 slots_.end());
  }

private:
  std::vector<Slot> slots_;
};

struct Document {
  void append(const std::string &word) {
    text += text.empty() ? word : " " + word;
    changed(text);
  }

  std::string text;
  Signal<const std::string &> changed;
};

class View : public std::enable_shared_from_this<View> {
public:
  explicit View(std::shared_ptr<Document> document)
      : document_(std::move(document)) {}

  void show() {
    document_->changed.connect(
        [weak = weak_from_this()](const std::string &text) {
          auto self = weak.lock();
          if (self)
            self->width_ = text.size();
          return self != nullptr;
        });
  }

  std::size_t width() const { return width_; }

private:
  std::shared_ptr<Document> document_;
  std::size_t width_ = 0;
};

static void edit(const std::string &word) {
  auto document = std::make_shared<Document>();
  auto view = std::make_shared<View>(document);
  view->show();
  document->append(word);
  document->append(word);
  std::cout << "the view is " << view->width() << " columns wide\n";
}

int main() {
  for (const char *word : {"one", "three", "eleven"})
    edit(word);
  return 0;
}
