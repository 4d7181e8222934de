// case: undo_outside
// what: commands own the document they change; the undo stack belongs to the application
// trap: stack.push(make_shared<Insert>(document)) next to document->apply(*command)
// expect: no diagnostic at the default setting
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Document {
public:
  std::string text;
};
class Command {
public:
  explicit Command(std::shared_ptr<Document> d) : document_(std::move(d)) {}
  virtual ~Command() = default;
  virtual void redo() = 0;
  void undo() { document_->text = before_; }

protected:
  std::shared_ptr<Document> document_;
  std::string before_;
};
class Insert : public Command {
public:
  Insert(std::shared_ptr<Document> d, std::string s) : Command(std::move(d)), s_(std::move(s)) {}
  void redo() override {
    before_ = document_->text;
    document_->text += s_;
  }

private:
  std::string s_;
};
class App {
public:
  void type(const std::string &s) {
    auto command = std::make_shared<Insert>(document, s);
    command->redo();
    stack_.push_back(command);
  }
  void undo() {
    stack_.back()->undo();
    stack_.pop_back();
  }
  std::shared_ptr<Document> document = std::make_shared<Document>();

private:
  std::vector<std::shared_ptr<Command>> stack_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Document> watch;
  {
    App app;
    watch = app.document;
    app.type("a"), app.type("b"), app.undo();
    if (app.document->text != "a")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
