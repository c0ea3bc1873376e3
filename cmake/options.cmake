# kembar_options: how all our own code is compiled. Nothing of it reaches who links the library.
add_library(kembar_options INTERFACE)

set(common_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# The report's style and script are string literals, longer than the 4095 bytes that C promises.
set(c_warnings -Wno-overlength-strings -Wstrict-prototypes -Wmissing-prototypes -Wvla)
target_compile_options(kembar_options INTERFACE
  ${common_warnings}
  "$<$<COMPILE_LANGUAGE:C>:${c_warnings}>"
  $<$<BOOL:${KEMBAR_WERROR}>:-Werror>
  # The same bytes from every compiler: no fused multiply-add unless the source asks for one.
  -ffp-contract=off
  # A fifteenth of the processor time of dedup, for a twentieth more of the compiler's.
  $<$<CONFIG:RelWithDebInfo>:-O3>
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>
  $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
target_compile_definitions(kembar_options INTERFACE $<$<COMPILE_LANGUAGE:C>:_XOPEN_SOURCE=700>)

set(sanitize_flags)
if(KEMBAR_SANITIZE STREQUAL "address")
  set(sanitize_flags -fsanitize=address,undefined)
elseif(KEMBAR_SANITIZE STREQUAL "undefined" OR KEMBAR_SANITIZE STREQUAL "thread")
  set(sanitize_flags -fsanitize=${KEMBAR_SANITIZE})
elseif(KEMBAR_SANITIZE)
  message(FATAL_ERROR "KEMBAR_SANITIZE is \"${KEMBAR_SANITIZE}\": address, undefined or thread")
endif()
if(sanitize_flags)
  target_compile_options(kembar_options INTERFACE
    ${sanitize_flags} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_definitions(kembar_options INTERFACE KEMBAR_SANITIZED=1)
  target_link_options(kembar_options INTERFACE ${sanitize_flags})
endif()

if(KEMBAR_BUILD_FUZZ)
  target_compile_options(kembar_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(KEMBAR_COVERAGE)
  # Workers count too: without atomic counters some come out negative, which gcovr refuses.
  target_compile_options(kembar_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(kembar_options INTERFACE --coverage)
endif()
