# The bilingual map: the project's own tool compiles the word lists into lexicon.bin. The tool takes
# no more of the library than it needs, so that work on higher floors does not run it again.
file(GLOB compile_sources CONFIGURE_DEPENDS src/lexicon/compile/*.c)
add_executable(kembar_lexicon_compile ${compile_sources}
  $<FILTER:$<TARGET_OBJECTS:kembar_objects>,INCLUDE,/src/base/|/src/text/|/src/read/decompress>)
target_include_directories(kembar_lexicon_compile PRIVATE include src)
target_link_libraries(kembar_lexicon_compile PRIVATE kembar_options kembar_dependencies)

# The lists are data for the tool alone: what is laid beside the command is the map.
set(bilingual_lists ${data_files})
list(FILTER bilingual_lists INCLUDE REGEX "\\.tsv(\\.gz)?$")
list(TRANSFORM bilingual_lists PREPEND ${data_folder}/)
list(FILTER data_files EXCLUDE REGEX "\\.tsv(\\.gz)?$")

set(bilingual_map ${CMAKE_CURRENT_BINARY_DIR}/share/kembar/lexicon.bin)
add_custom_command(OUTPUT ${bilingual_map}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/share/kembar
  COMMAND kembar_lexicon_compile ${bilingual_map} ${bilingual_lists}
  DEPENDS kembar_lexicon_compile ${bilingual_lists}
  COMMENT "Compiling lexicon.bin"
  VERBATIM)
