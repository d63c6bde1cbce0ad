/*
 * Stands in for the hypervisor under a store daemon: loaded with LD_PRELOAD, it replaces what the daemon asks of Xen with files
 * of its working folder. README.md tells what each is for.
 *
 *     ring-DOMID   a domain's page of the store; the domain lives as long as the file is there
 *     evtchn       a FIFO of u32 ports: the events that the daemon is to see
 *     port         the port of domain 0, in text
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <xenctrl.h>
#include <xenevtchn.h>
#include <xengnttab.h>

#define PAGE 4096
#define VIRQ_PORT 0xffff

/* Only its address counts: none of the handles holds anything but the FIFO's descriptor. */
static char handle;

/* A daemon must not outlive the tests, not even killed ones. */
__attribute__((constructor)) static void end_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Event channels */

struct xenevtchn_handle {
	int fd;
};

xenevtchn_handle *xenevtchn_fdopen(struct xentoollog_logger *logger, int fd, unsigned flags)
{
	xenevtchn_handle *xce = malloc(sizeof(*xce));

	(void)logger, (void)flags;
	if (xce)
		xce->fd = fd;
	return xce;
}

xenevtchn_handle *xenevtchn_open(xentoollog_logger *logger, unsigned flags)
{
	/* for reading and writing: a FIFO that nobody writes to would be at its end */
	int fd = openat(AT_FDCWD, "evtchn", O_RDWR | (flags & XENEVTCHN_NO_CLOEXEC ? 0 : O_CLOEXEC));

	return fd < 0 ? NULL : xenevtchn_fdopen(logger, fd, flags);
}

int xenevtchn_close(xenevtchn_handle *xce)
{
	int rc = close(xce->fd);

	free(xce);
	return rc;
}

int xenevtchn_fd(xenevtchn_handle *xce)
{
	return xce->fd;
}

xenevtchn_port_or_error_t xenevtchn_pending(xenevtchn_handle *xce)
{
	uint32_t port;

	return read(xce->fd, &port, sizeof(port)) == sizeof(port) ? (xenevtchn_port_or_error_t)port : -1;
}

/* A domain looks at its ring by itself. */
int xenevtchn_notify(xenevtchn_handle *xce, evtchn_port_t port)
{
	(void)xce, (void)port;
	return 0;
}

/* Both ends of a channel have the same number. */
xenevtchn_port_or_error_t xenevtchn_bind_interdomain(xenevtchn_handle *xce, uint32_t domid, evtchn_port_t remote_port)
{
	(void)xce, (void)domid;
	return (xenevtchn_port_or_error_t)remote_port;
}

xenevtchn_port_or_error_t xenevtchn_bind_virq(xenevtchn_handle *xce, unsigned int virq)
{
	(void)xce, (void)virq;
	return VIRQ_PORT;
}

int xenevtchn_unbind(xenevtchn_handle *xce, evtchn_port_t port)
{
	(void)xce, (void)port;
	return 0;
}

int xenevtchn_unmask(xenevtchn_handle *xce, evtchn_port_t port)
{
	(void)xce, (void)port;
	return 0;
}

/* Domains and their rings */

static void ring_name(char *name, size_t size, uint32_t domid)
{
	snprintf(name, size, "ring-%u", domid);
}

static bool is_alive(uint32_t domid)
{
	char name[32];

	ring_name(name, sizeof(name), domid);
	return faccessat(AT_FDCWD, name, F_OK, 0) == 0;
}

static void *map_ring(uint32_t domid)
{
	char name[32];
	void *page;
	int fd;

	ring_name(name, sizeof(name), domid);
	fd = openat(AT_FDCWD, name, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return page == MAP_FAILED ? NULL : page;
}

xengnttab_handle *xengnttab_open(struct xentoollog_logger *logger, unsigned flags)
{
	(void)logger, (void)flags;
	return (xengnttab_handle *)&handle;
}

int xengnttab_close(xengnttab_handle *xgt)
{
	(void)xgt;
	return 0;
}

int xengnttab_set_max_grants(xengnttab_handle *xgt, uint32_t count)
{
	(void)xgt, (void)count;
	return 0;
}

void *xengnttab_map_grant_ref(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot)
{
	(void)xgt, (void)ref, (void)prot;
	return map_ring(domid);
}

int xengnttab_unmap(xengnttab_handle *xgt, void *page, uint32_t count)
{
	(void)xgt;
	return munmap(page, (size_t)count * PAGE);
}

xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger, unsigned flags)
{
	(void)logger, (void)dombuild_logger, (void)flags;
	return (xc_interface *)&handle;
}

int xc_interface_close(xc_interface *xch)
{
	(void)xch;
	return 0;
}

void *xc_map_foreign_range(xc_interface *xch, uint32_t domid, int size, int prot, unsigned long mfn)
{
	(void)xch, (void)size, (void)prot, (void)mfn;
	return map_ring(domid);
}

/* The daemons ask for one domain at a time. */
int xc_domain_getinfo(xc_interface *xch, uint32_t domid, unsigned int max, xc_dominfo_t *info)
{
	(void)xch, (void)max;
	memset(info, 0, sizeof(*info));
	info->domid = domid;
	return is_alive(domid);
}

int xc_domain_getinfolist(xc_interface *xch, uint32_t domid, unsigned int max, xc_domaininfo_t *info)
{
	(void)xch, (void)max;
	memset(info, 0, sizeof(*info));
	info->domain = (domid_t)domid;
	return is_alive(domid);
}

/* The machine: files of fixed names, and limits */

#define RUN "/var/run/xenstored"

/* Where a file of the daemon is here. oxenstored, other than the C daemon, has the folder built in. */
static const char *moved(const char *path)
{
	if (!strcmp(path, "/proc/xen/xsd_kva"))
		return "ring-0";
	if (!strcmp(path, "/proc/xen/xsd_port"))
		return "port";
	if (strncmp(path, RUN, strlen(RUN)))
		return path;
	path += strlen(RUN);
	return *path == '/' ? path + 1 : *path ? path - strlen(RUN) : ".";
}

static int open_moved(const char *path, int flags, va_list arguments)
{
	mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;

	return openat(AT_FDCWD, moved(path), flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_moved(path, flags, arguments);
	va_end(arguments);
	return fd;
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_moved(path, flags | O_LARGEFILE, arguments);
	va_end(arguments);
	return fd;
}

int access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, moved(path), mode, 0);
}

int stat64(const char *path, struct stat64 *status)
{
	return fstatat64(AT_FDCWD, moved(path), status, 0);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, moved(path), 0);
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, moved(path), mode);
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	struct sockaddr_un unix_address = { .sun_family = AF_UNIX };

	if (address->sa_family == AF_UNIX) {
		size_t room = length - offsetof(struct sockaddr_un, sun_path);
		char path[sizeof(unix_address.sun_path) + 1] = "";

		memcpy(path, ((const struct sockaddr_un *)address)->sun_path, room < sizeof(path) ? room : sizeof(path) - 1);
		strncpy(unix_address.sun_path, moved(path), sizeof(unix_address.sun_path) - 1);
		address = (const struct sockaddr *)&unix_address;
		length = sizeof(unix_address);
	}
	return (int)syscall(SYS_bind, fd, address, length);
}

/* oxenstored asks for more descriptors than a container grants. */
int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
	if (resource == RLIMIT_NOFILE)
		return 0;
	return (int)syscall(SYS_setrlimit, resource, limit);
}
