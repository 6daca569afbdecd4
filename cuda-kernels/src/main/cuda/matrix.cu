// Dense matrix product y = A * B of matrices of any strides.
#include "operands.cuh"
#include "tile.cuh"

#define TILE 64

KERNEL multiply(int rows, int inner, int columns, const float* a, int a_row, int a_inner,
                const float* b, int b_inner, int b_column, float* y) {
  Matrix left = {a, rows, a_inner, a_row};
  Matrix right = {b, columns, b_inner, b_column};
  tile<TILE, TILE, 4, 4, false, true>(
      left, right, blockIdx.x * TILE, blockIdx.y * TILE, 0, inner,
      storing([&](int row, int column, float sum) {
        if (row < rows && column < columns) y[row * columns + column] = sum;
      }));
}
