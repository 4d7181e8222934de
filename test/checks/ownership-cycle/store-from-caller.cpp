// RUN: %check_heapwise %s %t

// Chains that are put together in functions of their own: each call reads a
// member before it stores another one, and what it read stays what it was.
#include <memory>

struct Node {
  int Key = 0;
  int Height = 1;
  std::shared_ptr<Node> Next, Left, Right;
};
using Link = std::shared_ptr<Node>;

struct Queue {
  Link Head, Tail;
  void append(Link N) {
    if (!Head)
      Head = N;
    else
      Tail->Next = N;
    Tail = N;
  }
};

void fill(Queue &Q) {
  Q.append(std::make_shared<Node>());
  Q.append(std::make_shared<Node>());
  Link Third = std::make_shared<Node>();
  Q.append(Third);
}

struct Stack {
  Link Top;
  void push(int Key) {
    auto N = std::make_shared<Node>();
    N->Key = Key;
    N->Next = Top;
    Top = N;
  }
  void pushNode(const Link &N) {
    N->Next = std::move(Top);
    Top = N;
  }
};

void pile(Stack &S) {
  S.push(1);
  S.push(2);
  S.pushNode(std::make_shared<Node>());
  S.pushNode(std::make_shared<Node>());
}

Link rotateRight(Link Y) {
  Link X = Y->Left;
  Y->Left = X->Right;
  X->Right = Y;
  return X;
}

Link rotateLeft(Link X) {
  Link Y = X->Right;
  Link T = Y->Left;
  Y->Left = X;
  X->Right = T;
  return Y;
}

Link insert(Link N, int Key) {
  if (!N) {
    N = std::make_shared<Node>();
    N->Key = Key;
    return N;
  }
  if (Key < N->Key)
    N->Left = insert(N->Left, Key);
  else
    N->Right = insert(N->Right, Key);
  if (Key < N->Left->Key)
    return rotateRight(N);
  if (Key > N->Right->Key)
    return rotateLeft(N);
  if (Key > N->Left->Key) {
    N->Left = rotateLeft(N->Left);
    return rotateRight(N);
  }
  if (Key < N->Right->Key) {
    N->Right = rotateRight(N->Right);
    return rotateLeft(N);
  }
  return N;
}

struct Tree {
  Link Root;
  void insert(int Key) { Root = ::insert(Root, Key); }
  void balance() {
    Root = rotateLeft(Root);
    Root = rotateRight(Root);
  }
};

void grow(Tree &T) {
  T.insert(1);
  T.insert(2);
  T.balance();
}

void reverse(Link &Head) {
  Link Before;
  while (Head) {
    Link After = Head->Next;
    Head->Next = Before;
    Before = Head;
    Head = After;
  }
  Head = Before;
}

void reverseBoth(Queue &Q, Stack &S) {
  reverse(Q.Head);
  reverse(S.Top);
  Q.append(S.Top);
}

void insertAfter(const Link &Where, Link N) {
  N->Next = Where->Next;
  Where->Next = N;
}

void extend(Queue &Q) {
  insertAfter(Q.Head, std::make_shared<Node>());
  insertAfter(Q.Head, std::make_shared<Node>());
  insertAfter(Q.Head->Next, std::make_shared<Node>());
}
