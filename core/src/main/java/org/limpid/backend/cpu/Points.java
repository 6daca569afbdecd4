package org.limpid.backend.cpu;

/**
 * Where Winograd's minimal filtering evaluates its polynomials.
 *
 * <p>F(4, 3): 0, ±a, ±b and infinity, with a = √½ and b = √2. Points so placed round to about half
 * the error of the usual ±1 and ±2 and cost as much. For them the transforms of six inputs, three
 * taps and, backwards, four outputs are
 *
 * <pre>
 * Bᵀ = 1   0  -5/2  0   1   0     G = 1     0      0     Aᵀ = 1   1    1   1   1   0
 *      0  -2a  -2   a   1   0        -2/3 -2/3·a  -1/3         0   a   -a   b  -b   0
 *      0   2a  -2  -a   1   0        -2/3  2/3·a  -1/3         0  1/2  1/2  2   2   0
 *      0  -b/2 -1/2 b   1   0         1/6  1/6·b   1/3         0  a/2 -a/2  2b -2b  1
 *      0   b/2 -1/2 -b  1   0         1/6 -1/6·b   1/3
 *      0   1    0  -5/2 0   1         0     0      1
 * </pre>
 *
 * <p>F(6, 3): 0, ±1/2, ±1, ±2 and infinity. Of symmetric points none was found that rounds better:
 * the factors of inputs and outputs are exact. For them the transforms of eight inputs, three taps
 * and, backwards, six outputs are
 *
 * <pre>
 * Bᵀ = 1   0   -21/4  0    21/4  0    -1  0     G =  1      0      0
 *      0   2     4   -5/2   -5   1/2   1  0         32/45  16/45  8/45
 *      0  -2     4    5/2   -5  -1/2   1  0         32/45 -16/45  8/45
 *      0   1     1  -17/4 -17/4  1     1  0         -2/9   -2/9  -2/9
 *      0  -1     1   17/4 -17/4 -1     1  0         -2/9    2/9  -2/9
 *      0  1/2   1/4  -5/2  -5/4  2     1  0          1/90   1/45  2/45
 *      0 -1/2   1/4   5/2  -5/4 -2     1  0          1/90  -1/45  2/45
 *      0  -1     0   21/4   0  -21/4   0  1          0      0      1
 *
 * Aᵀ = 1   1     1    1   1   1    1   0
 *      0  1/2  -1/2   1  -1   2   -2   0
 *      0  1/4   1/4   1   1   4    4   0
 *      0  1/8  -1/8   1  -1   8   -8   0
 *      0  1/16  1/16  1   1  16   16   0
 *      0  1/32 -1/32  1  -1  32  -32   1
 * </pre>
 */
final class Points {

  /** a, the points next to zero of F(4, 3). */
  static final float NEAR = 0.70710678f;

  /** b, the points further off of F(4, 3). */
  static final float FAR = 1.41421356f;

  private Points() {}
}
