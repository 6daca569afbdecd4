package org.limpid.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend does, in tests; a subclass says which backend is tested. Each kernel runs over
 * awkward sizes, is compared with the reference backend, and must leave alone what it is not asked
 * to write.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract
    implements ElementwiseContract,
        SumContract,
        ConvolutionContract,
        ResamplingContract,
        LayoutContract,
        NormalizationContract,
        RandomContract,
        OptimizerContract,
        DeterminismContract,
        MemoryContract {

  private Backend backend = new ReferenceBackend();

  /** Opens the backend to test; it is closed after the last test. */
  protected abstract Backend open();

  @BeforeAll
  final void openBackend() {
    backend = open();
  }

  @AfterAll
  final void closeBackend() {
    backend.close();
  }

  @AfterEach
  final void everythingIsReleased() {
    assertThat(backend.memory().liveBytes()).as("bytes still allocated").isZero();
  }

  @Override
  public final Backend backend() {
    return backend;
  }

  @Test
  void closingTwiceIsHarmless() {
    Backend another = open();
    another.close();
    another.close();
  }
}
