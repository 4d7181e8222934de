// case: list_reversal
// what: singly linked list: push, reverse, rotate, remove
// trap: node->next = previous and tail->next = head, on nodes of one type in one function
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>

struct Link {
  int value;
  std::shared_ptr<Link> next;
};
using LinkPtr = std::shared_ptr<Link>;

LinkPtr push(LinkPtr head, int value) { return std::make_shared<Link>(Link{value, std::move(head)}); }

LinkPtr reversed(LinkPtr head) {
  LinkPtr previous;
  while (head) {
    LinkPtr next = head->next;
    head->next = previous;
    previous = head;
    head = next;
  }
  return previous;
}

LinkPtr rotated(LinkPtr head) {
  if (!head || !head->next)
    return head;
  LinkPtr last = head;
  while (last->next)
    last = last->next;
  LinkPtr second = head->next;
  head->next = nullptr;
  last->next = head;
  return second;
}

void dropSecond(const LinkPtr &head) {
  if (head->next)
    head->next = head->next->next;
}

#ifdef PROVE
int main() {
  LinkPtr list = push(push(push(nullptr, 1), 2), 3);
  std::weak_ptr<Link> watch = list, other = list->next;
  list = rotated(reversed(list));
  if (list->value != 2 || list->next->value != 3 || list->next->next->value != 1)
    return 2;
  dropSecond(list);
  list.reset();
  return watch.expired() && other.expired() ? 0 : 1;
}
#endif
