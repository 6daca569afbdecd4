package org.limpid.benchmarks.quality;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import org.limpid.benchmarks.quality.baseline.Baseline;
import org.limpid.benchmarks.quality.baseline.Workers;
import org.limpid.benchmarks.quality.data.TestImage;

/** A baseline, run in this process. */
final class BaselineMethod implements Method {

  private final Baseline baseline;
  private final OptionalDouble sigma;
  private final Workers workers;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * A baseline.
   *
   * @param sigma standard deviation of the noise, if it is to be told
   */
  BaselineMethod(Baseline baseline, OptionalDouble sigma, int threads) {
    this.baseline = baseline;
    this.sigma = sigma;
    this.workers = new Workers(threads);
  }

  @Override
  public String label() {
    return sigma.isPresent() ? baseline.name() + ", sigma told" : baseline.name();
  }

  @Override
  public Outcome run(TestImage image) {
    long processor = system.getProcessCpuTime();
    long start = System.nanoTime();
    Baseline.Answer answer = baseline.denoise(image.noisy(), sigma, workers);
    return new Outcome(
        answer.result(),
        (System.nanoTime() - start) * 1e-9,
        (system.getProcessCpuTime() - processor) * 1e-9,
        answer.detail());
  }

  @Override
  public void close() {
    workers.close();
  }
}
