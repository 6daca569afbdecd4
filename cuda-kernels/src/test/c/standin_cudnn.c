// Stands in for libcudnn.so.9: computes convolutions of [N, H, W, C] by [K, R, S, C] in plain loops
// on what the driver's stand-in has as device memory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int n, c, h, w;
} Tensor;
typedef struct {
  int k, c, h, w;
} Filter;
typedef struct {
  int pad_h, pad_w, stride_h, stride_w, math;
} Convolution;
// As cuDNN has it.
typedef struct {
  int algo, status;
  float time;
  size_t memory;
  int determinism, math;
  int reserved[3];
} Suggestion;

static int fails(const char *how) {
  const char *set = getenv("STANDIN");
  return set != NULL && strcmp(set, how) == 0;
}

size_t cudnnGetVersion(void) { return 91002; }
const char *cudnnGetErrorString(int status) { return "as cuDNN words it"; }
int cudnnCreate(void **handle) {
  *handle = malloc(1);
  return fails("no-cudnn") ? 1002 : 0;
}
int cudnnDestroy(void *handle) { return 0; }
int cudnnSetStream(void *handle, void *stream) { return stream == NULL; }

int cudnnCreateTensorDescriptor(void **d) { return (*d = calloc(1, sizeof(Tensor))) == NULL; }
int cudnnCreateFilterDescriptor(void **d) { return (*d = calloc(1, sizeof(Filter))) == NULL; }
int cudnnCreateConvolutionDescriptor(void **d) {
  return (*d = calloc(1, sizeof(Convolution))) == NULL;
}
int cudnnDestroyTensorDescriptor(void *d) { return 0; }
int cudnnDestroyFilterDescriptor(void *d) { return 0; }
int cudnnDestroyConvolutionDescriptor(void *d) { return 0; }

int cudnnSetTensor4dDescriptor(Tensor *d, int format, int type, int n, int c, int h, int w) {
  *d = (Tensor){n, c, h, w};
  return format == 1 && type == 0 ? 0 : 2000;
}
int cudnnSetFilter4dDescriptor(Filter *d, int type, int format, int k, int c, int h, int w) {
  *d = (Filter){k, c, h, w};
  return format == 1 && type == 0 ? 0 : 2000;
}
int cudnnSetConvolution2dDescriptor(Convolution *d, int pad_h, int pad_w, int stride_h,
                                    int stride_w, int dilation_h, int dilation_w, int mode,
                                    int type) {
  *d = (Convolution){pad_h, pad_w, stride_h, stride_w, 0};
  return dilation_h == 1 && dilation_w == 1 && mode == 1 && type == 0 ? 0 : 2000;
}
int cudnnSetConvolutionMathType(Convolution *d, int math) {
  d->math = math;
  return 0;
}

// One that fails, one that differs from run to run, one that takes too much, and the right one.
static int suggest(int *count, Suggestion *found) {
  *count = 4;
  found[0] = (Suggestion){10, 3000, 1, 0, 1, 0};
  found[1] = (Suggestion){11, 0, 2, 0, 0, 0};
  found[2] = (Suggestion){12, 0, 3, (size_t)1 << 40, 1, 0};
  found[3] = (Suggestion){13, 0, 4, 4096, 1, 0};
  return 0;
}
int cudnnGetConvolutionForwardAlgorithm_v7(void *handle, Tensor *x, Filter *w, Convolution *c,
                                           Tensor *y, int most, int *count, Suggestion *found) {
  return suggest(count, found);
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(void *handle, Filter *w, Tensor *y,
                                                Convolution *c, Tensor *x, int most, int *count,
                                                Suggestion *found) {
  return suggest(count, found);
}
int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void *handle, Tensor *x, Tensor *y,
                                                  Convolution *c, Filter *w, int most,
                                                  int *count, Suggestion *found) {
  return suggest(count, found);
}

// Calls what to do with the elements of x, w and y of every product.
typedef void (*Step)(float *x, float *w, float *y);
static void each(Tensor *x, float *xs, Filter *w, float *ws, Convolution *c, Tensor *y, float *ys,
                 Step step) {
  for (int n = 0; n < y->n; n++)
    for (int i = 0; i < y->h; i++)
      for (int j = 0; j < y->w; j++)
        for (int k = 0; k < y->c; k++)
          for (int r = 0; r < w->h; r++)
            for (int s = 0; s < w->w; s++) {
              int h = i * c->stride_h - c->pad_h + r, v = j * c->stride_w - c->pad_w + s;
              if (h < 0 || v < 0 || h >= x->h || v >= x->w) continue;
              for (int q = 0; q < x->c; q++) {
                step(xs + ((n * x->h + h) * x->w + v) * x->c + q,
                     ws + ((k * w->h + r) * w->w + s) * w->c + q,
                     ys + ((n * y->h + i) * y->w + j) * y->c + k);
              }
            }
}
static void forward(float *x, float *w, float *y) { *y += *x * *w; }
static void backward_data(float *x, float *w, float *y) { *x += *y * *w; }
static void backward_filter(float *x, float *w, float *y) { *w += *x * *y; }

static int told(const char *what, Convolution *c, int algorithm, void *space, size_t bytes,
                float *alpha, float *beta) {
  printf("%s math %d algorithm %d\n", what, c->math, algorithm);
  fflush(stdout);
  if (fails("cudnn-refuses") || *alpha != 1 || *beta != 0) return 3000;
  memset(space, 0xff, bytes);
  return 0;
}

int cudnnConvolutionForward(void *handle, float *alpha, Tensor *x, float *xs, Filter *w, float *ws,
                            Convolution *c, int algorithm, void *space, size_t bytes, float *beta,
                            Tensor *y, float *ys) {
  int status = told("forward", c, algorithm, space, bytes, alpha, beta);
  if (status != 0) return status;
  memset(ys, 0, sizeof(float) * y->n * y->h * y->w * y->c);
  each(x, xs, w, ws, c, y, ys, forward);
  return 0;
}
int cudnnConvolutionBackwardData(void *handle, float *alpha, Filter *w, float *ws, Tensor *y,
                                 float *ys, Convolution *c, int algorithm, void *space,
                                 size_t bytes, float *beta, Tensor *x, float *xs) {
  int status = told("data", c, algorithm, space, bytes, alpha, beta);
  if (status != 0) return status;
  memset(xs, 0, sizeof(float) * x->n * x->h * x->w * x->c);
  each(x, xs, w, ws, c, y, ys, backward_data);
  return 0;
}
int cudnnConvolutionBackwardFilter(void *handle, float *alpha, Tensor *x, float *xs, Tensor *y,
                                   float *ys, Convolution *c, int algorithm, void *space,
                                   size_t bytes, float *beta, Filter *w, float *ws) {
  int status = told("filter", c, algorithm, space, bytes, alpha, beta);
  if (status != 0) return status;
  memset(ws, 0, sizeof(float) * w->k * w->h * w->w * w->c);
  each(x, xs, w, ws, c, y, ys, backward_filter);
  return 0;
}
