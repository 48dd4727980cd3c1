/* A plugin for qemu-user that prints how many instructions the emulated program executed. Debian ships qemu without the
 * header of its plugin interface (version 1), so that the few functions used are declared here, after qemu's
 * documentation, "QEMU TCG Plugins". */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
typedef void (*translated)(plugin_id id, struct qemu_plugin_tb* block);
typedef void (*ended)(plugin_id id, void* data);

extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, translated callback);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);
extern void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb* block, int operation, void* counter,
                                                     uint64_t immediate);
extern void qemu_plugin_register_atexit_cb(plugin_id id, ended callback, void* data);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

enum { ADD_U64 = 0 };
static uint64_t executed;

static void on_block(plugin_id id, struct qemu_plugin_tb* block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, ADD_U64, &executed, qemu_plugin_tb_n_insns(block));
}

static void at_end(plugin_id id, void* data) {
  (void)id, (void)data;
  fprintf(stderr, "instructions %" PRIu64 "\n", executed);
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void* info, int count,
                                                               char** words) {
  (void)info, (void)count, (void)words;
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_block);
  qemu_plugin_register_atexit_cb(id, at_end, NULL);
  return 0;
}
