#===-- variant.cmake - Compiles and runs a test ------------------------------===#
#
# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===--------------------------------------------------------------------------===#
#
# cmake -DCOMPILER= -DFLAGS= -DLIBS= -DSOURCES= -DINCLUDE= -DOUTPUT= -P this
# Lists are separated by commas.
#
#===--------------------------------------------------------------------------===#

foreach(list FLAGS LIBS SOURCES)
  string(REPLACE "," ";" ${list} "${${list}}")
endforeach()

execute_process(
  COMMAND ${COMPILER} -std=c++17 -g1 -pthread ${FLAGS} -Wall -Wextra
          -I${INCLUDE} ${SOURCES} ${LIBS} -o ${OUTPUT}
  RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "${COMPILER} failed")
endif()
execute_process(COMMAND ${OUTPUT} RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "the test failed: ${result}")
endif()
