// RUN: %check_heapwise %s %t

void todo_wasteful_container();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: function 'todo_wasteful_container' stands for a finding [heapwise-wasteful-container]
