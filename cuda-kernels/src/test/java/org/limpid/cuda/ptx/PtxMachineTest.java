package org.limpid.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the interpreter computes where PTX differs from Java, and what it refuses. */
class PtxMachineTest {

  private final PtxMachine machine = new PtxMachine(Scheduler.LOCKSTEP, 1);

  /** A kernel of one parameter, the address in {@code %rd1}, and what each thread does. */
  private static PtxKernel kernel(String body) {
    PtxModule module =
        new PtxModule(
            """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 p)
            .maxntid 256, 1, 1
            {
              .reg .pred %p<9>;
              .reg .b32 %r<99>;
              .reg .b64 %rd<99>;
              .shared .align 16 .b8 tile[1024];
              ld.param.u64 %rd1, [p];
              mov.u32 %r1, %tid.x;
              mul.wide.u32 %rd2, %r1, 4;
              add.s64 %rd3, %rd1, %rd2;
              BODY
              ret;
            }
            """
                .replace("BODY", body));
    return Objects.requireNonNull(module.kernels().get("k"));
  }

  /** The word that thread 0 stores after some instructions that leave it in {@code %r9}. */
  private int word(String body) {
    return words(1, body + " st.global.u32 [%rd3], %r9;")[0];
  }

  private int[] words(int threads, String body) {
    long address = machine.memory().allocate(4L * threads);
    machine.launch(kernel(body), 1, 1, threads, 0, address);
    float[] values = new float[threads];
    machine.memory().read(address, values);
    int[] words = new int[threads];
    for (int i = 0; i < threads; i++) {
      words[i] = Float.floatToRawIntBits(values[i]);
    }
    return words;
  }

  @Test
  void shiftsByTheWidthOrMoreClearOrFillWithTheSign() {
    assertThat(word("mov.u32 %r2, -8; shl.b32 %r9, %r2, 32;")).isZero();
    assertThat(word("mov.u32 %r2, -8; shr.u32 %r9, %r2, 33;")).isZero();
    assertThat(word("mov.u32 %r2, -8; shr.s32 %r9, %r2, 200;")).isEqualTo(-1);
  }

  @Test
  void bitsAreInsertedAsFarAsTheyFit() {
    String bits = "mov.u32 %r2, 0xab; mov.u32 %r3, 0x12345678; ";
    assertThat(word(bits + "bfi.b32 %r9, %r2, %r3, 8, 4;")).isEqualTo(0x12345b78);
    assertThat(word(bits + "bfi.b32 %r9, %r2, %r3, 28, 8;")).isEqualTo(0xb2345678);
    assertThat(word(bits + "bfi.b32 %r9, %r2, %r3, 0, 32;")).isEqualTo(0xab);
    assertThat(word(bits + "bfi.b32 %r9, %r2, %r3, 32, 5;")).isEqualTo(0x12345678);
    assertThat(word(bits + "bfi.b32 %r9, %r2, %r3, 7, 0;")).isEqualTo(0x12345678);
  }

  @Test
  void divisionTruncatesAndHasAnUnsignedForm() {
    assertThat(word("mov.u32 %r2, -7; div.s32 %r9, %r2, 2;")).isEqualTo(-3);
    assertThat(word("mov.u32 %r2, -7; rem.s32 %r9, %r2, 2;")).isEqualTo(-1);
    assertThat(word("mov.u32 %r2, -7; div.u32 %r9, %r2, 2;")).isEqualTo(2147483644);
    assertThat(word("mov.u32 %r2, -2; mul.hi.u32 %r9, %r2, %r2;")).isEqualTo(-4);
  }

  @Test
  void floatsRoundOnceInFmaAndDownWhereTold() {
    // (1 + 2^-12)^2 - 1 = 2^-11 + 2^-24: the last bit is lost if the product is rounded first.
    float x = 1 + 0x1p-12f;
    String load = "mov.f32 %r2, 0f" + Integer.toHexString(Float.floatToRawIntBits(x)) + "; ";
    assertThat(word(load + "fma.rn.f32 %r9, %r2, %r2, 0fBF800000;"))
        .isEqualTo(Float.floatToRawIntBits(0x1p-11f + 0x1p-24f));
    assertThat(word("mov.f32 %r2, 0f3F800000; fma.rm.f32 %r9, %r2, 0fB0000000, %r2;"))
        .isEqualTo(Float.floatToRawIntBits(Math.nextDown(1f)));
  }

  @Test
  void minimumIgnoresNaNUnlessTold() {
    assertThat(word("mov.f32 %r2, 0f7FC00000; min.f32 %r9, %r2, 0f3F800000;"))
        .isEqualTo(0x3f800000);
    assertThat(word("mov.f32 %r2, 0f7FC00000; min.NaN.f32 %r9, %r2, 0f3F800000;"))
        .isEqualTo(0x7fc00000);
  }

  @Test
  void tf32RoundsTiesAwayFromZero() {
    assertThat(word("mov.f32 %r2, 0f3F801000; cvt.rna.tf32.f32 %r9, %r2;")).isEqualTo(0x3f802000);
    assertThat(word("mov.f32 %r2, 0fBF800FFF; cvt.rna.tf32.f32 %r9, %r2;")).isEqualTo(0xbf800000);
  }

  @Test
  void bfloat16RoundsTiesToEvenAndKeepsWhatIsNoNumber() {
    // Ties at 1 + 2^-8 and 1 + 3 * 2^-8, then just above and below a tie.
    assertThat(pair(0x3f808000, 0x3f818000)).isEqualTo(0x3f80_3f82);
    assertThat(pair(0xbf808001, 0xbf817fff)).isEqualTo(0xbf81_bf81);
    assertThat(pair(0x7f7fffff, 0xff800000)).isEqualTo(0x7f80_ff80);
    assertThat(pair(0x7f800001, 0x00000001)).isEqualTo(0x7fff_0000);
  }

  private int pair(int upper, int lower) {
    return word(
        String.format(
            "mov.b32 %%r2, 0x%x; mov.b32 %%r3, 0x%x; cvt.rn.bf16x2.f32 %%r9, %%r2, %%r3;",
            upper, lower));
  }

  @Test
  void tensorCoresMultiplyPairsAlongTheInnerExtent() {
    // Row r of a is e_r, so that c[r][n] is b[r][n]; b[k][n] = 16 n + k as bfloat16 holds it.
    String[] a = new String[4];
    for (int e = 0; e < 4; e++) {
      // Lane 4 g + m: rows g and g + 8, k = 2 m + 8 half and the next.
      a[e] =
          String.format(
              "and.b32 %%r20, %%r1, 3; shl.b32 %%r20, %%r20, 1; add.s32 %%r20, %%r20, %d;"
                  + " shr.u32 %%r21, %%r1, 2; add.s32 %%r21, %%r21, %d;"
                  + " setp.eq.s32 %%p1, %%r20, %%r21; selp.b32 %%r22, 0x3f80, 0, %%p1;"
                  + " add.s32 %%r20, %%r20, 1; setp.eq.s32 %%p1, %%r20, %%r21;"
                  + " selp.b32 %%r23, 0x3f800000, 0, %%p1; or.b32 %%r%d, %%r22, %%r23;",
              e / 2 * 8, e % 2 * 8, 30 + e);
    }
    String b = "";
    for (int e = 0; e < 2; e++) {
      b +=
          String.format(
              "and.b32 %%r20, %%r1, 3; shl.b32 %%r20, %%r20, 1; add.s32 %%r20, %%r20, %d;"
                  + " shr.u32 %%r21, %%r1, 2; mad.lo.s32 %%r20, %%r21, 16, %%r20;"
                  + " add.s32 %%r21, %%r20, 1; cvt.rn.f32.s32 %%r22, %%r20;"
                  + " cvt.rn.f32.s32 %%r23, %%r21; cvt.rn.bf16x2.f32 %%r%d, %%r23, %%r22;",
              e * 8, 40 + e);
    }
    String product =
        " mov.b32 %r50, 0; mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
            + " {%r60,%r61,%r62,%r63}, {%r30,%r31,%r32,%r33}, {%r40,%r41},"
            + " {%r50,%r50,%r50,%r50}; ";
    for (int e = 0; e < 4; e++) {
      int[] words =
          words(32, String.join(" ", a) + b + product + "st.global.u32 [%rd3], %r6" + e + ";");
      for (int lane = 0; lane < 32; lane++) {
        int row = lane / 4 + e / 2 * 8;
        int column = lane % 4 * 2 + e % 2;
        assertThat(Float.intBitsToFloat(words[lane]))
            .as("lane %d, register %d", lane, e)
            .isEqualTo(16f * column + row);
      }
    }
  }

  @Test
  void lanesExchangeRegisters() {
    int[] words =
        words(64, "shfl.sync.bfly.b32 %r9|%p1, %r1, 1, 31, -1; st.global.u32 [%rd3], %r9;");
    assertThat(words[0]).isEqualTo(1);
    assertThat(words[1]).isZero();
    assertThat(words[62]).isEqualTo(63);
  }

  @Test
  void lanesThatAreNamedMustBeThere() {
    refuses(
        32,
        "setp.eq.s32 %p1, %r1, 5; @%p1 bra SKIP;"
            + " shfl.sync.bfly.b32 %r9, %r1, 1, 31, -1; SKIP: st.global.u32 [%rd3], %r1;",
        "lane 5 is named in the mask but is not here");
  }

  @Test
  void memoryBehindTheLastElementIsRefused() {
    refuses(3, "st.global.u32 [%rd3+4], %r1;", "access of 4 bytes is out of bounds");
    refuses(1, "st.global.u32 [%rd3+2], %r1;", "out of bounds");
    refuses(2, "st.global.u32 [%rd1+2], %r1;", "is misaligned");
    refuses(1, "st.shared.u32 [tile+1024], %r1;", "bytes at 1024 of 1024 is out of bounds");
  }

  @Test
  void freedMemoryIsRefused() {
    PtxKernel store = kernel("st.global.u32 [%rd3], %r1;");
    long address = machine.memory().allocate(4);
    machine.launch(store, 1, 1, 1, 0, address);
    machine.memory().free(address);
    assertThatThrownBy(() -> machine.launch(store, 1, 1, 1, 0, address))
        .isInstanceOf(PtxException.class)
        .hasMessageContaining("out of bounds");
  }

  @Test
  void whatWasNeverWrittenIsNotANumber() {
    assertThat(Float.intBitsToFloat(word("mov.b32 %r9, %r50;"))).isNaN();
    assertThat(Float.intBitsToFloat(word("ld.shared.u32 %r9, [tile];"))).isNaN();
    assertThat(Float.intBitsToFloat(word("ld.global.u32 %r9, [%rd3];"))).isNaN();
  }

  @Test
  void barrierForSomeThreadsIsRefused() {
    refuses(
        64,
        "setp.lt.s32 %p1, %r1, 3; @%p1 bar.sync 0; st.global.u32 [%rd3], %r1;",
        "a barrier for some threads only");
    refuses(
        64,
        "setp.lt.s32 %p1, %r1, 32; @%p1 bra LOW; bar.sync 0; bra END;"
            + " LOW: bar.sync 0; END: st.global.u32 [%rd3], %r1;",
        "threads wait at different barriers");
  }

  @Test
  void missingBarrierShowsInOneOfTheOrders() {
    String turn =
        "shl.b32 %r2, %r1, 2; mov.u32 %r3, tile; add.s32 %r3, %r3, %r2; st.shared.u32 [%r3], %r1;"
            + " BARRIER xor.b32 %r4, %r2, 252; mov.u32 %r5, tile; add.s32 %r5, %r5, %r4;"
            + " ld.shared.u32 %r9, [%r5]; st.global.u32 [%rd3], %r9;";
    PtxMachine warps = new PtxMachine(Scheduler.RANDOM_WARP, 1);
    for (boolean isThere : new boolean[] {true, false}) {
      long address = warps.memory().allocate(256);
      warps.launch(
          kernel(turn.replace("BARRIER", isThere ? "bar.sync 0;" : "")), 1, 1, 64, 0, address);
      float[] values = new float[64];
      warps.memory().read(address, values);
      boolean isRight = true;
      for (int i = 0; i < 64; i++) {
        isRight &= Float.floatToRawIntBits(values[i]) == (i ^ 63);
      }
      assertThat(isRight).isEqualTo(isThere);
    }
  }

  @Test
  void ordersComeByTurns() {
    // The other warp has written only where both are in step.
    String turn =
        "shl.b32 %r2, %r1, 2; mov.u32 %r3, tile; add.s32 %r3, %r3, %r2; st.shared.u32 [%r3], %r1;"
            + " xor.b32 %r4, %r2, 252; mov.u32 %r5, tile; add.s32 %r5, %r5, %r4;"
            + " ld.shared.u32 %r9, [%r5]; st.global.u32 [%rd3], %r9; bar.sync 0;";
    PtxMachine turns = new PtxMachine(Scheduler.BY_TURNS, 1);
    PtxKernel kernel = kernel(turn);
    for (int launch = 0; launch < 6; launch++) {
      long address = turns.memory().allocate(256);
      turns.launch(kernel, 1, 1, 64, 0, address);
      float[] values = new float[64];
      turns.memory().read(address, values);
      boolean isInStep = true;
      for (int i = 0; i < 64; i++) {
        isInStep &= Float.floatToRawIntBits(values[i]) == (i ^ 63);
      }
      assertThat(isInStep).as("launch %d", launch).isEqualTo(launch % 2 == 1);
    }
  }

  @Test
  void copyTakesEffectWhenItIsWaitedFor() {
    String copy =
        "mov.u32 %r2, 7; st.global.u32 [%rd1], %r2; mov.u32 %r3, tile;"
            + " cp.async.ca.shared.global [%r3], [%rd1], 4; cp.async.commit_group; WAIT"
            + " ld.shared.u32 %r9, [%r3];";
    assertThat(word(copy.replace("WAIT", "cp.async.wait_group 0;"))).isEqualTo(7);
    assertThat(word(copy.replace("WAIT", "cp.async.wait_group 1;"))).isEqualTo(-1);
    assertThat(word(copy.replace("WAIT", ""))).isEqualTo(-1);
  }

  @Test
  void whatIsNotKnownIsRefused() {
    refuses(1, "sin.approx.f32 %r9, %r1;", "this instruction is not known");
    refuses(1, "atom.global.add.f32 %r9, [%rd1], %r2;", "is not known");
    assertThatThrownBy(() -> machine.launch(kernel(""), 1, 1, 1, 0, 5))
        .hasMessage("k: argument 1 of 4 bytes (expected: 8)");
    assertThatThrownBy(() -> machine.launch(kernel(""), 1, 1, 512, 0, 5L))
        .hasMessageContaining("1 to 256 threads");
  }

  private void refuses(int threads, String body, String message) {
    assertThatThrownBy(() -> words(threads, body))
        .isInstanceOf(PtxException.class)
        .hasMessageContaining(message);
  }
}
