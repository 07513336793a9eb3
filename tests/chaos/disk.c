/* Loaded before libc by the process that is tried: notes what of each file is surely on the disk,
 * and lets the disk be full.
 *
 * CHAOS_SYNCED names a file that gets a line "inode length" whenever a file was written through,
 * with the length that it had before: what came meanwhile may not be there. As the inode is
 * noted, a file may be renamed; a file that begins gets a line as well, for it may have the inode of
 * one that is gone. While the file that CHAOS_FULL names exists, no regular file takes a byte more
 * than half of what is written to it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int (*really_fsync)(int);
static int (*really_fdatasync)(int);
static ssize_t (*really_write)(int, const void *, size_t);
static char *full;
static int notes = -1;

__attribute__((constructor)) static void begin(void) {
    really_fsync = dlsym(RTLD_NEXT, "fsync");
    really_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    really_write = dlsym(RTLD_NEXT, "write");
    /* Copied: the server writes its title where its environment was. */
    const char *flag = getenv("CHAOS_FULL");
    if (flag) full = strdup(flag);
    const char *path = getenv("CHAOS_SYNCED");
    if (path) notes = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static int is_regular(int file, struct stat *found) {
    return fstat(file, found) == 0 && S_ISREG(found->st_mode);
}

static void note(const struct stat *found) {
    char line[64];
    int length = snprintf(line, sizeof line, "%llu %lld\n", (unsigned long long)found->st_ino,
                          (long long)found->st_size);
    if (really_write(notes, line, length) != length) abort();
}

static int sync_and_note(int file, int (*really)(int)) {
    struct stat found;
    int regular = is_regular(file, &found);
    int failed = really(file);
    if (!failed && regular && notes >= 0) note(&found);
    return failed;
}

int fsync(int file) { return sync_and_note(file, really_fsync); }

int fdatasync(int file) { return sync_and_note(file, really_fdatasync); }

ssize_t write(int file, const void *what, size_t length) {
    struct stat found;
    if (is_regular(file, &found)) {
        if (notes >= 0 && found.st_size == 0) note(&found);
        if (full && access(full, F_OK) == 0) {
            if (length > 1) return really_write(file, what, length / 2);
            errno = ENOSPC;
            return -1;
        }
    }
    return really_write(file, what, length);
}
