#===-- HeapwiseDescribe.cmake - Descriptions of a target's classes -----------===#
#
# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===--------------------------------------------------------------------------===#
