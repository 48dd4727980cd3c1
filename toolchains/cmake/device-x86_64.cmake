# Desktop Linux and KOReader's emulator, whatever the age of its glibc.
set(POSTIL_DEVICE_ABI x86_64)
set(POSTIL_DEVICE_TRIPLE x86_64-linux-gnu)
set(POSTIL_DEVICE_FLAGS "")
include(${CMAKE_CURRENT_LIST_DIR}/device.cmake)
