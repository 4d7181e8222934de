# Runs one example and checks what LeakSanitizer says about it.
#
#   cmake -DPROGRAM=<file> -DVARIANT=leaky|fixed -DTYPE=<regex>
#         [-DSYMBOLIZER=<file>] -P check_leaks.cmake
#
# leaky: must print its output, end with the leak exit code, and the report
# must hold an allocation of TYPE. fixed: must end with 0 and no report.

set(leak_code 23)
set(ENV{ASAN_OPTIONS} "detect_leaks=1:exitcode=${leak_code}")
set(ENV{LSAN_OPTIONS} "exitcode=${leak_code}")
if(SYMBOLIZER)
  set(ENV{ASAN_SYMBOLIZER_PATH} "${SYMBOLIZER}")
  set(ENV{LSAN_SYMBOLIZER_PATH} "${SYMBOLIZER}")
endif()

execute_process(COMMAND "${PROGRAM}"
  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE report)

function(fail reason)
  message(FATAL_ERROR "${reason}\nexit code: ${code}\n${output}${report}")
endfunction()

if(output STREQUAL "")
  fail("the program printed nothing")
endif()

set(allocation "leak of [0-9]+ byte")
if(VARIANT STREQUAL "fixed")
  if(NOT code STREQUAL "0" OR report MATCHES "${allocation}")
    fail("the fixed program is not clean")
  endif()
elseif(VARIANT STREQUAL "leaky")
  if(NOT code STREQUAL "${leak_code}")
    fail("expected exit code ${leak_code}")
  endif()
  if(NOT report MATCHES "LeakSanitizer: detected memory leaks" OR
     NOT report MATCHES "${allocation}")
    fail("no leak report")
  endif()
  if(NOT report MATCHES
     "(make_shared<${TYPE}|new_allocator<[^\n]*${TYPE}|#1 [^\n]* ${TYPE}::|shared_ptr<${TYPE}[^\n]*make_shared)")
    fail("no allocation of '${TYPE}' in the leak report")
  endif()
else()
  fail("unknown VARIANT '${VARIANT}'")
endif()
