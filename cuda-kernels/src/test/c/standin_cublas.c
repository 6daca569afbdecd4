// Stands in for libcublas.so.12: computes products in plain loops on what the driver's stand-in has
// as device memory.
#include <stdlib.h>
#include <string.h>

int cublasCreate_v2(void **handle) {
  const char *set = getenv("STANDIN");
  *handle = malloc(1);
  return set != NULL && strcmp(set, "no-cublas") == 0 ? 3 : 0;
}
int cublasDestroy_v2(void *handle) { return 0; }
int cublasSetStream_v2(void *handle, void *stream) { return stream == NULL; }
int cublasSetPointerMode_v2(void *handle, int mode) { return 0; }

// Column-major; transposed: 1.
static float element(const float *a, int lda, int transposed, int row, int column) {
  return transposed ? a[row * lda + column] : a[column * lda + row];
}
int cublasSgemm_v2(void *handle, int ta, int tb, int m, int n, int k, const float *alpha,
                   const float *a, int lda, const float *b, int ldb, const float *beta, float *c,
                   int ldc) {
  if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return 7;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      float sum = 0;
      for (int p = 0; p < k; p++) sum += element(a, lda, ta, i, p) * element(b, ldb, tb, p, j);
      c[j * ldc + i] = *alpha * sum + (*beta == 0 ? 0 : *beta * c[j * ldc + i]);
    }
  return 0;
}
