# Kindle 5 and Paperwhite 2, PocketBook, Bookeen: 32-bit ARMv7-A, floats in core registers (softfp).
set(POSTIL_DEVICE_ABI armel)
set(POSTIL_DEVICE_TRIPLE arm-linux-gnueabi)
set(POSTIL_DEVICE_FLAGS "-march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=softfp -mthumb")
include(${CMAKE_CURRENT_LIST_DIR}/device.cmake)
