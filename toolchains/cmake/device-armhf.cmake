# Kobo, newer Kindles, reMarkable 1 and 2: 32-bit ARM, hard float.
set(POSTIL_DEVICE_ABI armhf)
set(POSTIL_DEVICE_TRIPLE arm-linux-gnueabihf)
set(POSTIL_DEVICE_FLAGS "-march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard -mthumb")
include(${CMAKE_CURRENT_LIST_DIR}/device.cmake)
