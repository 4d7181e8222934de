// case: p1_ternary_store
// pattern: P1 (the callback is one arm of a conditional expression)
// evidence: proved
// cross-tu: no
// what: with verbose set, the request gets a self-owning tracer; otherwise an empty function
// fix: the tracer receives the request as an argument
#include <functional>
#include <memory>
#include <string>

struct Request {
#ifndef FIXED
  using Trace = std::function<void()>;
#else
  using Trace = std::function<void(Request &)>;
#endif
  std::string path;
  std::string log;
  Trace trace;
  void handle() {
    if (trace)
#ifndef FIXED
      trace();
#else
      trace(*this);
#endif
  }
};

std::shared_ptr<Request> route(const std::string &path, bool verbose) {
  if (path.empty())
    return nullptr;
  auto request = std::make_shared<Request>();
  request->path = path;
#ifndef FIXED
  request->trace = verbose ? Request::Trace([request] { request->log += request->path; }) : Request::Trace(); // EXPECT: cycle
#else
  request->trace = verbose ? Request::Trace([](Request &r) { r.log += r.path; }) : Request::Trace();
#endif
  return request;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Request> watch;
  {
    auto r = route("/x", true);
    watch = r;
    r->handle();
    if (r->log != "/x" || route("", true))
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
