#===-- variant.cmake - Compiles and runs a test ------------------------------===#
#
# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===--------------------------------------------------------------------------===#
#
# cmake -DCOMPILER= -DLAUNCHER= -DFLAGS= -DLIBS= -DSOURCES= -DINCLUDE= -DOUTPUT=
#   -P this
# Lists are separated by commas. LAUNCHER is what the compiler is called by, or
# empty: ccache, for one.
#
#===--------------------------------------------------------------------------===#

foreach(list LAUNCHER FLAGS LIBS SOURCES)
  string(REPLACE "," ";" ${list} "${${list}}")
endforeach()

# A standard library or sanitizer that is not here; ctest reports the test as
# skipped.
file(WRITE ${OUTPUT}.probe.cpp
     "#include <string>\nint main() { return std::string(99, 'x').empty(); }")
execute_process(
  COMMAND ${COMPILER} -std=c++17 ${FLAGS} ${OUTPUT}.probe.cpp ${LIBS} -o
          ${OUTPUT}.probe
  RESULT_VARIABLE result)
if(result)
  message("${COMPILER} cannot link with these options")
  return()
endif()

set(objects)
foreach(source IN LISTS SOURCES)
  cmake_path(GET source FILENAME name)
  list(APPEND objects ${OUTPUT}.${name}.o)
  execute_process(
    COMMAND ${LAUNCHER} ${COMPILER} -std=c++17 -g1 -pthread ${FLAGS} -Wall
            -Wextra -I${INCLUDE} -c ${source} -o ${OUTPUT}.${name}.o
    RESULT_VARIABLE result)
  if(result)
    message(FATAL_ERROR "${COMPILER} failed")
  endif()
endforeach()
execute_process(
  COMMAND ${COMPILER} -pthread ${FLAGS} ${objects} ${LIBS} -o ${OUTPUT}
  RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "${COMPILER} failed to link")
endif()
execute_process(COMMAND ${OUTPUT} RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "the test failed: ${result}")
endif()
