// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A view that subscribes to the document it shows.
//
// The view owns the document, the document's signal owns the slot and the slot
// captures the view: view -> document_ -> changed -> view.

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

template <class... Args> class Signal {
public:
  using Slot = std::function<void(Args...)>;

  void connect(Slot slot) { slots_.push_back(std::move(slot)); }
  void operator()(Args... args) const {
    for (const Slot &slot : slots_)
      slot(args...);
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
    auto self = shared_from_this();
    document_->changed.connect(
        [self](const std::string &text) { self->width_ = text.size(); });
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
