// Stands in for the NVIDIA driver, libcuda.so.1, so that the path from Java to its functions is
// tested without a GPU: memory is the host's, and a launch writes down what it was given. The
// environment variable STANDIN makes it fail as broken set-ups do.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *Handle;

static int fails(const char *how) {
  const char *set = getenv("STANDIN");
  return set != NULL && strcmp(set, how) == 0;
}

// Whether something on the device went wrong: from then on nearly every call says so, as the
// driver's do. What STANDIN says behind that is for others.
static int broken = 0;

static void breakIf(const char *how) {
  const char *set = getenv("STANDIN");
  if (set != NULL && strncmp(set, how, strlen(how)) == 0) broken = 1;
}

static int fault(void) { return broken ? 700 : 0; }

int cuDriverGetVersion(int *version) {
  *version = fails("old-driver") ? 9020 : 12040;
  return 0;
}
int cuInit(unsigned flags) { return fails("no-device") ? 100 : fails("mismatch") ? 803 : 0; }
int cuDeviceGetCount(int *count) {
  *count = 2;
  return 0;
}
int cuDeviceGet(int *device, int ordinal) {
  *device = ordinal;
  return 0;
}
int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "Stand-in %d", device);
  return 0;
}
// Compute capability: attributes 75 and 76.
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  int capability = fails("old-device") || device == 1 ? 61 : 86;
  *value = attribute == 75 ? capability / 10 : capability % 10;
  return 0;
}
int cuDevicePrimaryCtxRetain(Handle *context, int device) {
  *context = malloc(1);
  return 0;
}
int cuDevicePrimaryCtxRelease_v2(int device) { return 0; }
int cuCtxSetCurrent(Handle context) { return context == NULL ? 201 : 0; }
int cuMemGetInfo_v2(size_t *free, size_t *total) {
  *free = 1000;
  *total = 2000;
  return fault();
}
int cuMemAlloc_v2(uint64_t *address, size_t bytes) {
  if (fails("full")) return 2;
  *address = (uint64_t)malloc(bytes);
  return fault();
}
int cuMemFree_v2(uint64_t address) {
  free((void *)address);
  return fault();
}
int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
  memcpy((void *)to, from, bytes);
  return 0;
}
int cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, Handle stream) {
  memcpy((void *)to, from, bytes);
  return fault();
}
int cuMemAllocHost_v2(void **memory, size_t bytes) {
  *memory = malloc(bytes);
  return fault();
}
int cuMemFreeHost(void *memory) {
  free(memory);
  return 0;
}
int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
  if (fails("fault")) return 700;
  memcpy(to, (void *)from, bytes);
  return fault();
}
int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, Handle stream) {
  memcpy((void *)to, (void *)from, bytes);
  return fault();
}
int cuModuleLoadData(Handle *module, const char *image) {
  if (fails("old-ptx")) return 222;
  if (broken) return fault();
  *module = strdup(image);
  return strncmp(image, ".version", 8) == 0 ? 0 : 218;
}
int cuModuleUnload(Handle module) { return 0; }
int cuModuleGetFunction(Handle *function, Handle module, const char *name) {
  *function = strdup(name);
  return strstr(module, name) == NULL ? 500 : 0;
}

// Which arguments each kernel of the test takes: p an address, i an int, f a float, and a number
// for so many ints in a structure.
static const char *signature(const char *kernel) {
  if (strcmp(kernel, "affine") == 0) return "pffpi";
  if (strcmp(kernel, "upsample") == 0) return "53ippi";
  return "";
}

// The one kernel that the stand-ins of libraries rely on is run: [rows, columns] to its transpose.
static void transpose(void **arguments) {
  float *from = *(float **)arguments[0], *to = *(float **)arguments[3];
  int rows = *(int *)arguments[1], columns = *(int *)arguments[2], n = *(int *)arguments[4];
  for (int i = 0; i < n; i++) to[i] = from[i % rows * columns + i / rows];
}

int cuLaunchKernel(Handle function, unsigned gx, unsigned gy, unsigned gz, unsigned bx,
                   unsigned by, unsigned bz, unsigned shared, Handle stream, void **arguments,
                   void **extra) {
  if (broken) return fault();
  if (strcmp((char *)function, "transpose") == 0) {
    transpose(arguments);
    return 0;
  }
  printf("%s <%u,%u,%u> <%u,%u,%u> %u:", (char *)function, gx, gy, gz, bx, by, bz, shared);
  const char *kinds = signature(function);
  for (int i = 0; kinds[i] != 0; i++) {
    if (kinds[i] == 'p') {
      printf(" [%g]", **(float **)arguments[i]);
    } else if (kinds[i] == 'f') {
      printf(" %g", *(float *)arguments[i]);
    } else if (kinds[i] == 'i') {
      printf(" %d", *(int *)arguments[i]);
    } else {
      for (int k = 0; k < kinds[i] - '0'; k++) printf(" %d", ((int *)arguments[i])[k]);
    }
  }
  printf("\n");
  fflush(stdout);
  // Told by a later call only.
  if (strcmp((char *)function, "fill") == 0) breakIf("fill-fault");
  return 0;
}

int cuStreamCreate(Handle *stream, unsigned flags) {
  *stream = malloc(1);
  return fault();
}
int cuStreamDestroy_v2(Handle stream) { return 0; }
int cuStreamSynchronize(Handle stream) { return fault(); }
int cuStreamWaitEvent(Handle stream, Handle event, unsigned flags) { return 0; }
int cuStreamBeginCapture_v2(Handle stream, int mode) { return 0; }
int cuStreamEndCapture(Handle stream, Handle *graph) {
  *graph = malloc(1);
  return 0;
}
int cuGraphInstantiateWithFlags(Handle *run, Handle graph, unsigned long long flags) {
  *run = malloc(1);
  return 0;
}
int cuGraphLaunch(Handle run, Handle stream) {
  printf("graph\n");
  fflush(stdout);
  breakIf("graph-fault");
  return 0;
}
int cuGraphDestroy(Handle graph) { return 0; }
int cuGraphExecDestroy(Handle run) { return 0; }
int cuEventCreate(Handle *event, unsigned flags) {
  *event = malloc(1);
  return fault();
}
int cuEventDestroy_v2(Handle event) { return 0; }
int cuEventRecord(Handle event, Handle stream) { return 0; }
int cuEventSynchronize(Handle event) { return 0; }
int cuEventElapsedTime(float *milliseconds, Handle from, Handle to) {
  *milliseconds = 1.5f;
  return 0;
}
int cuGetErrorString(int error, const char **text) {
  *text = "as the driver words it";
  return 0;
}
