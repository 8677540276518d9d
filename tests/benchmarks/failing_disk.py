"""A library that lets calls to the disk fail; it is loaded before all others, by LD_PRELOAD."""

import ctypes
import subprocess
from pathlib import Path

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

static volatile long due = -1, seen = 0;
static volatile int error = 0, lasts = 0;

void fault_arm(long number, int with, int and_after) {
    seen = 0; error = with; lasts = and_after; due = number;
}
void fault_pause(void) { due = -1; }
long fault_seen(void) { return seen; }

static int fails(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    if (due < 0 || !folder || !path || strncmp(path, folder, strlen(folder))) return 0;
    long number = __sync_add_and_fetch(&seen, 1);
    if (number == due || (lasts && number > due)) { errno = error; return 1; }
    return 0;
}
static int fails_at(int descriptor) {
    char link[64], path[4096];
    if (due < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}
#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return fails(path) ? -1 : NEXT(name)(path, flags, mode); }
OPENS(open)
OPENS(open64)
int mkdir(const char *path, mode_t mode) { return fails(path) ? -1 : NEXT(mkdir)(path, mode); }
int rename(const char *from, const char *to) {
    return fails(from) ? -1 : NEXT(rename)(from, to); }
int fsync(int descriptor) { return fails_at(descriptor) ? -1 : NEXT(fsync)(descriptor); }
ssize_t write(int descriptor, const void *bytes, size_t size) {
    return fails_at(descriptor) ? -1 : NEXT(write)(descriptor, bytes, size); }
"""


def build(library: Path) -> None:
    """Write the library to a file; below the folder that FAULT_FOLDER names, it lets calls fail."""
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), "-x", "c", "-", "-ldl"]
    subprocess.run(command, input=SOURCE, text=True, check=True)


class Disk:
    """The library that lets calls fail."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_seen.restype = ctypes.c_long

    def arm(self, number: int, error: int, *, lasts: bool) -> None:
        """Let the call with this number fail, and those after it if it `lasts`."""
        self._library.fault_arm(ctypes.c_long(number), error, int(lasts))

    def disarm(self) -> int:
        """Let nothing fail; return the number of calls since it was armed until now."""
        self._library.fault_pause()
        return int(self._library.fault_seen())
