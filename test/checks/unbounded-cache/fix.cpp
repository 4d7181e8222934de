// RUN: %check_heapwise %s %t

void todo_unbounded_cache();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: function 'todo_unbounded_cache' stands for a finding
// CHECK-FIXES: void done();
