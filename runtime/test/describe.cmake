#===-- describe.cmake - Runs `heapwise describe` and a described program -----===#
#
# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===--------------------------------------------------------------------------===#

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result)
  if(result)
    message(FATAL_ERROR "failed: ${ARGV}")
  endif()
endfunction()

file(MAKE_DIRECTORY ${OUTPUT})
set(flags -std=c++17 -I${ROOT}/include -I${ROOT}/test)
run(${TOOL} describe -o ${OUTPUT}/descriptions.h ${ROOT}/test/described.cpp --
    ${flags})
# The block log without libbacktrace: the test needs no line numbers.
run(${COMPILER} ${flags} -include ${OUTPUT}/descriptions.h
    ${ROOT}/test/described.cpp ${ROOT}/src/block_log.cpp -ldl -o
    ${OUTPUT}/described)
run(${OUTPUT}/described)
