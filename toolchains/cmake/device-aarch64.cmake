# reMarkable Paper Pro and other 64-bit ARM readers.
set(POSTIL_DEVICE_ABI aarch64)
set(POSTIL_DEVICE_TRIPLE aarch64-linux-gnu)
set(POSTIL_DEVICE_FLAGS "")
set(POSTIL_DEVICE_LINK -Wl,-z,max-page-size=16384)
include(${CMAKE_CURRENT_LIST_DIR}/device.cmake)
