/* A disk that fails at one write: loaded before the C library (LD_PRELOAD), armed by the test.
 *
 * Only files whose path holds the armed text count. From call number `at` on (or at that call
 * alone) write, pwrite, fsync, fdatasync and ftruncate fail with `error`. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char part[PATH_MAX];
static int armed, fail_at, fail_with, only_once, seen, failed;

void failing_disk_arm(const char *path_part, int at, int error, int once) {
    strncpy(part, path_part, sizeof part - 1);
    fail_at = at;
    fail_with = error;
    only_once = once;
    seen = failed = 0;
    armed = 1;
}

int failing_disk_disarm(void) {
    armed = 0;
    return seen;
}

int failing_disk_failed(void) { return failed; }

static int fails(int descriptor) {
    char link[64], path[PATH_MAX];
    ssize_t length;
    if (!armed) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (!strstr(path, part)) return 0;
    seen++;
    if (only_once ? seen == fail_at : seen >= fail_at) {
        failed++;
        errno = fail_with;
        return 1;
    }
    return 0;
}

typedef ssize_t (*write_call)(int, const void *, size_t);
typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef int (*sync_call)(int);
typedef int (*truncate_call)(int, off_t);

#define REAL(name, type)     \
    static type real = NULL; \
    if (!real) real = (type)dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *from, size_t count) {
    REAL("write", write_call);
    return fails(fd) ? -1 : real(fd, from, count);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    REAL("pwrite", pwrite_call);
    return fails(fd) ? -1 : real(fd, from, count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    REAL("pwrite64", pwrite_call);
    return fails(fd) ? -1 : real(fd, from, count, at);
}

int fsync(int fd) {
    REAL("fsync", sync_call);
    return fails(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL("fdatasync", sync_call);
    return fails(fd) ? -1 : real(fd);
}

int ftruncate(int fd, off_t length) {
    REAL("ftruncate", truncate_call);
    return fails(fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
    REAL("ftruncate64", truncate_call);
    return fails(fd) ? -1 : real(fd, length);
}
