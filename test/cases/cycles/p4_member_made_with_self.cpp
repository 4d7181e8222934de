// case: p4_member_made_with_self
// pattern: P4 (shared_from_this() handed to the constructor of a member)
// evidence: proved
// cross-tu: no
// what: parser_ = make_shared<Parser>(shared_from_this()); the parser's constructor keeps it
// fix: the parser takes a reference
#include <memory>
#include <string>
#include <utility>

class Document;
class Parser {
public:
#ifndef FIXED
  explicit Parser(std::shared_ptr<Document> doc) : doc_(std::move(doc)) {} // EXPECT-ANY: cycle
#else
  explicit Parser(Document &doc) : doc_(&doc) {}
#endif
  void feed(const std::string &s);

private:
#ifndef FIXED
  std::shared_ptr<Document> doc_; // EXPECT-ANY: cycle
#else
  Document *doc_;
#endif
};

class Document : public std::enable_shared_from_this<Document> {
public:
  void open() {
#ifndef FIXED
    parser_ = std::make_shared<Parser>(shared_from_this()); // EXPECT-ANY: cycle
#else
    parser_ = std::make_shared<Parser>(*this);
#endif
  }
  void feed(const std::string &s) { parser_->feed(s); }
  std::string text;

private:
  std::shared_ptr<Parser> parser_; // EXPECT-ANY: cycle
};
void Parser::feed(const std::string &s) { doc_->text += s; }

#ifdef PROVE
int main() {
  std::weak_ptr<Document> watch;
  {
    auto doc = std::make_shared<Document>();
    watch = doc;
    doc->open();
    doc->feed("ab");
    if (doc->text != "ab")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
