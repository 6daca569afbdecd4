package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.backend.Backend;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.SelfCheck;
import org.limpid.cuda.ptx.Scheduler;

/** The check that devices pass before they are trusted. */
class SelfCheckTest {

  private static Optional<String> failure(Precision precision, UnaryOperator<String> change) {
    Gpu gpu = new InterpretedGpu(Scheduler.LOCKSTEP, 1 << 24, change);
    try (Backend backend = new CudaBackend(gpu, precision)) {
      return SelfCheck.failure(backend);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatShipsPassesInEveryPrecision(Precision precision) {
    assertThat(failure(precision, UnaryOperator.identity())).isEmpty();
  }

  @Test
  void referencePasses() {
    assertThat(SelfCheck.failure(new ReferenceBackend())).isEmpty();
  }

  @Test
  void wrongKernelsDoNot() {
    assertThat(failure(Precision.FLOAT32, ptx -> ptx.replace("fma.rn.f32", "fma.rz.f32")))
        .as("rounding alone changes nothing here")
        .isEmpty();
    assertThat(failure(Precision.TF32, ptx -> ptx.replace("cp.async.wait_group 1;", "")))
        .hasValueSatisfying(
            failure -> assertThat(failure).startsWith("it computes a convolution wrongly ("));
  }
}
