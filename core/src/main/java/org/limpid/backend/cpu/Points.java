package org.limpid.backend.cpu;

/**
 * Where Winograd's minimal filtering evaluates its polynomials.
 *
 * <p>F(4, 3): 0, ±a, ±1 and infinity, with a = 5/8. At -1 even and odd pixels cancel where they
 * come in equal pairs, as in enlarged parts; without this wish, ±√½ and ±√2 would round to 0.6 of
 * the error. Of 9/16 to 3/4 none rounded better than 5/8, and 1/2 to 1.3 times the error. For these
 * points the transforms of six inputs, three taps and, backwards, four outputs are
 *
 * <pre>
 * Bᵀ = a²  0  -1-a²  0    1   0    G = 1/a² 0   0      c = 1/(2a²(a²-1))
 *      0  -a   -1    a    1   0        c    ca  ca²    d = 1/(2(1-a²))
 *      0   a   -1   -a    1   0        c   -ca  ca²
 *      0  -a²  -a²   1    1   0        d    d   d      Aᵀ = 1   1    1   1   1   0
 *      0   a²  -a²  -1    1   0        d   -d   d           0   a   -a   1  -1   0
 *      0   a²   0  -1-a²  0   1        0    0   1           0   a²   a²  1   1   0
 *                                                           0   a³  -a³  1  -1   1
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

  /** a, the point next to zero of F(4, 3); its powers are exact. */
  static final float NEAR = 0.625f;

  /** a². */
  static final float NEAR_SQUARED = NEAR * NEAR;

  /** a³. */
  static final float NEAR_CUBED = NEAR_SQUARED * NEAR;

  /** 1/a². */
  static final float ZERO_TAP = 1 / NEAR_SQUARED;

  /** c. */
  static final float NEAR_TAP = 1 / (2 * NEAR_SQUARED * (NEAR_SQUARED - 1));

  /** d. */
  static final float UNIT_TAP = 1 / (2 * (1 - NEAR_SQUARED));

  private Points() {}
}
