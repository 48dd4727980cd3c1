# Device builds (toolchains/cmake/device-*.cmake): headers that are the same everywhere are taken from the build machine, zstd's decoder
# and LMDB from Debian's source packages, the C++ runtime from the compiler, and glibc is what an old reader has.
set(headers ${PROJECT_BINARY_DIR}/headers)
find_path(flatbuffers_headers flatbuffers/flatbuffers.h REQUIRED PATHS /usr/include NO_DEFAULT_PATH)
find_path(xxhash_headers xxhash.h REQUIRED PATHS /usr/include NO_DEFAULT_PATH)
file(COPY ${flatbuffers_headers}/flatbuffers ${xxhash_headers}/xxhash.h DESTINATION ${headers})
include_directories(SYSTEM ${headers})

set(POSTIL_ZSTD_SOURCE "" CACHE PATH "zstd's unpacked source (toolchains/device/fetch_sources)")
if(NOT EXISTS ${POSTIL_ZSTD_SOURCE}/lib/zstd.h)
  message(FATAL_ERROR "POSTIL_ZSTD_SOURCE does not hold zstd's source; run toolchains/bootstrap cross")
endif()
file(GLOB zstd_decoder ${POSTIL_ZSTD_SOURCE}/lib/common/*.c ${POSTIL_ZSTD_SOURCE}/lib/decompress/*.c)
add_library(zstd STATIC ${zstd_decoder})
target_include_directories(zstd SYSTEM PUBLIC ${POSTIL_ZSTD_SOURCE}/lib)
# Of zstd's two decoders of literals and two of sequences the one that suits small blocks: tests/device/instructions shows what it costs.
target_compile_definitions(zstd PRIVATE ZSTD_DISABLE_ASM=1 DYNAMIC_BMI2=0 ZSTD_LEGACY_SUPPORT=0 ZSTD_STRIP_ERROR_STRINGS=1
  ZSTD_FORCE_DECOMPRESS_SEQUENCES_SHORT=1 HUF_FORCE_DECOMPRESS_X1=1 XXH_NAMESPACE=POSTIL_ZSTD_)
target_compile_options(zstd PRIVATE -O2 -w -fvisibility=hidden)

# LMDB for the shelf, as target `lmdb`: a library of the system's elsewhere. Robust mutexes are newer than the readers' glibc; a shelf has one process.
set(POSTIL_LMDB_SOURCE "" CACHE PATH "LMDB's unpacked source (toolchains/device/fetch_sources)")
if(NOT EXISTS ${POSTIL_LMDB_SOURCE}/libraries/liblmdb/lmdb.h)
  message(FATAL_ERROR "POSTIL_LMDB_SOURCE does not hold LMDB's source; run toolchains/bootstrap cross")
endif()
add_library(lmdb STATIC ${POSTIL_LMDB_SOURCE}/libraries/liblmdb/mdb.c ${POSTIL_LMDB_SOURCE}/libraries/liblmdb/midl.c)
target_include_directories(lmdb SYSTEM PUBLIC ${POSTIL_LMDB_SOURCE}/libraries/liblmdb)
target_compile_definitions(lmdb PRIVATE MDB_USE_ROBUST=0)
target_compile_options(lmdb PRIVATE -w -fvisibility=hidden)

set(stubs ${PROJECT_BINARY_DIR}/stubs)
execute_process(COMMAND ${PROJECT_SOURCE_DIR}/toolchains/device/glibc_stubs.sh ${POSTIL_DEVICE_ABI} ${CMAKE_C_COMPILER} ${stubs} COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/toolchains/device/glibc_symbols ${PROJECT_SOURCE_DIR}/toolchains/device/glibc_stubs.sh)

# postil_device_library(TARGET): links a shared library for an old reader. Templates of the runtime are instantiated here, so that little of
# the static runtime comes along. glibc has read --hash-style=gnu since 2.5; in one partition gcc sees all of the library at once.
function(postil_device_library target)
  target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/plugin/src/device/shims.c ${PROJECT_SOURCE_DIR}/plugin/src/device/runtime.cc)
  target_link_options(${target} PRIVATE -nodefaultlibs -Wl,--gc-sections -Wl,--hash-style=gnu -flto-partition=one -Wl,-z,noexecstack -Wl,-z,now ${POSTIL_DEVICE_LINK})
  target_link_libraries(${target} PRIVATE -Wl,-Bstatic -lstdc++ -lgcc_eh -lgcc -Wl,-Bdynamic ${stubs}/libc_stub.so ${stubs}/libpthread_stub.so ${stubs}/libloader_stub.so)
  set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR} SKIP_BUILD_RPATH ON)
endfunction()
