#!/usr/bin/env bash
# glibc_stubs.sh ABI COMPILER OUT: libc.so.6, libpthread.so.0 and the loader as an old reader has them, empty but for the names and
# version nodes that libpostil may use. Linking against these is what keeps a newer glibc's versions out.
set -euo pipefail
abi=$1 compiler=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
case $abi in
  armhf) node=GLIBC_2.4 loader=ld-linux-armhf.so.3 loader_node=GLIBC_2.4 ;;
  armel) node=GLIBC_2.4 loader=ld-linux.so.3 loader_node=GLIBC_2.4 ;;
  aarch64) node=GLIBC_2.17 loader=ld-linux-aarch64.so.1 loader_node=GLIBC_2.17 ;;
  x86_64) node=GLIBC_2.2.5 loader=ld-linux-x86-64.so.2 loader_node=GLIBC_2.3 ;;
  *) echo "glibc_stubs.sh: unknown ABI $abi" >&2; exit 2 ;;
esac
mkdir -p "$out"
# stub LIBRARY SONAME NODE
stub() {
  awk -v library="$1" '$2 == library { print "void " $1 "(void) {}" }' "$here/glibc_symbols" >"$out/$1.c"
  { echo "$3 { global:"; awk -v library="$1" '$2 == library { print "  " $1 ";" }' "$here/glibc_symbols"; echo "local: *; };"; } >"$out/$1.map"
  "$compiler" -w -fno-builtin -shared -nostdlib -fPIC "$out/$1.c" -Wl,--version-script="$out/$1.map",-soname,"$2" -o "$out/lib$1_stub.so"
}
stub c libc.so.6 $node
stub pthread libpthread.so.0 $node
stub loader $loader $loader_node
