package org.limpid.backend.cpu;

/**
 * Where Winograd's minimal filtering F(4, 3) evaluates its polynomials: 0, ±a, ±b and infinity,
 * with a = √½ and b = √2. Points so placed round to about half the error of the usual ±1 and ±2 and
 * cost as much. For them the transforms of six inputs, three taps and, backwards, four outputs are
 *
 * <pre>
 * Bᵀ = 1   0  -5/2  0   1   0     G = 1     0      0     Aᵀ = 1   1    1   1   1   0
 *      0  -2a  -2   a   1   0        -2/3 -2/3·a  -1/3         0   a   -a   b  -b   0
 *      0   2a  -2  -a   1   0        -2/3  2/3·a  -1/3         0  1/2  1/2  2   2   0
 *      0  -b/2 -1/2 b   1   0         1/6  1/6·b   1/3         0  a/2 -a/2  2b -2b  1
 *      0   b/2 -1/2 -b  1   0         1/6 -1/6·b   1/3
 *      0   1    0  -5/2 0   1         0     0      1
 * </pre>
 */
final class Points {

  /** a, the points next to zero. */
  static final float NEAR = 0.70710678f;

  /** b, the points further off. */
  static final float FAR = 1.41421356f;

  private Points() {}
}
