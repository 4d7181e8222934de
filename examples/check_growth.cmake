# Runs one example with 1000 and with 4000 inputs and checks what it says it
# keeps.
#
#   cmake -DPROGRAM=<file> -DVARIANT=leaky|fixed -P check_growth.cmake
#
# The program takes the number of inputs and prints "... <n> <things>
# remembered". leaky: n follows the number of inputs. fixed: n stays the same.

foreach(inputs 1000 4000)
  execute_process(COMMAND "${PROGRAM}" ${inputs}
    RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE report)
  if(NOT code STREQUAL "0" OR
     NOT output MATCHES "([0-9]+) [a-z]+ remembered")
    message(FATAL_ERROR "exit code: ${code}\n${output}${report}")
  endif()
  set(kept_${inputs} ${CMAKE_MATCH_1})
endforeach()

if(VARIANT STREQUAL "leaky")
  if(NOT kept_1000 EQUAL 1000 OR NOT kept_4000 EQUAL 4000)
    message(FATAL_ERROR "it does not grow: ${kept_1000}, ${kept_4000}")
  endif()
elseif(VARIANT STREQUAL "fixed")
  if(NOT kept_1000 EQUAL kept_4000)
    message(FATAL_ERROR "it grows: ${kept_1000}, ${kept_4000}")
  endif()
else()
  message(FATAL_ERROR "unknown VARIANT '${VARIANT}'")
endif()
