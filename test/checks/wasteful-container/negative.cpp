// RUN: %check_heapwise %s %t

void something_else();
