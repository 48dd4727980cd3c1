# Desktop Linux and KOReader's emulator, whatever the age of its glibc.
set(POSTIL_DEVICE_ABI x86_64)
set(POSTIL_DEVICE_TRIPLE x86_64-linux-gnu)
set(POSTIL_DEVICE_FLAGS "")
# Code and constants share pages, as they do on the ARM ABIs: pages of their own are padding in the file.
set(POSTIL_DEVICE_LINK -Wl,-z,noseparate-code)
include(${CMAKE_CURRENT_LIST_DIR}/device.cmake)
