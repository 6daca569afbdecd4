package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import org.limpid.testing.Nightly;

/** Threads share denoisers and devices, and stop each other's trainings. */
class ConcurrencyTest {

  private static final int CROWD = 32;

  @Test
  void anExecutorIsAllTheThreadsThatWork() throws Exception {
    Image noisy = Noise.gaussian(40).apply(Specimen.MIXED.image(75, 53, 1), 1);
    float[] expected = SmallTraining.steps(5).train(noisy).denoise(noisy).samples();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<Thread> started = ConcurrentHashMap.newKeySet();
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void step(Step step) {
            started.addAll(Thread.getAllStackTraces().keySet());
          }
        };
    for (ThreadPoolExecutor lent : List.of(lender(0), lender(1), lender(4))) {
      try (Device device = Device.cpu(3, lent)) {
        TrainingOptions options =
            SmallTraining.OPTIONS.withBudget(Budget.steps(5)).withDevice(device);
        Denoiser denoiser =
            new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, options)
                .train(List.of(noisy), looking);
        assertThat(denoiser.denoise(noisy).samples()).isEqualTo(expected);
      } finally {
        lent.shutdown();
      }
    }
    started.removeAll(before);
    assertThat(started)
        .isNotEmpty()
        .allMatch(thread -> thread.getName().startsWith("lent"), "a thread of the executor");
  }

  /** Takes as many tasks at once as it has threads, and refuses the others. */
  private static ThreadPoolExecutor lender(int threads) {
    ThreadPoolExecutor lender =
        new ThreadPoolExecutor(
            0,
            Math.max(1, threads),
            60,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "lent"));
    if (threads == 0) {
      lender.shutdown();
    }
    return lender;
  }

  @Test
  void thirtyTwoThreadsGetTheBitsOfOne() throws Exception {
    for (EachTrainer trainer :
        List.of(EachTrainer.NOISE2VOID, EachTrainer.NOISE2VOID_VOLUME, EachTrainer.SELF2SELF)) {
      try (Device device = Device.cpu(3)) {
        Denoiser denoiser = trainer.train(EachTrainer.steps(3).withDevice(device));
        float[] alone = denoiser.denoise(trainer.noisy()).samples();
        long live = device.memory().liveBytes();
        CyclicBarrier start = new CyclicBarrier(CROWD);
        int times = Nightly.times(2, 100);
        together(
            CROWD,
            () -> {
              start.await();
              for (int i = 0; i < times; i++) {
                assertThat(denoiser.denoise(trainer.noisy()).samples()).isEqualTo(alone);
              }
              return true;
            });
        assertThat(device.memory().liveBytes()).isEqualTo(live);
      }
    }
  }

  @Test
  void trainingsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    EachTrainer[] trainers = EachTrainer.values();
    String[] alone = new String[trainers.length];
    for (int i = 0; i < trainers.length; i++) {
      alone[i] = digest(trainers[i], Device.cpu());
    }
    try (Device other = Device.cpu(2)) {
      for (int i = 0; i < trainers.length; i += Nightly.times(3, 1)) {
        int next = (i + 1) % trainers.length;
        int first = i;
        // On one device, and on two.
        for (Device device : List.of(Device.cpu(), other)) {
          List<String> found =
              together(
                  List.of(
                      () -> digest(trainers[first], Device.cpu()),
                      () -> digest(trainers[next], device)));
          assertThat(found).containsExactly(alone[first], alone[next]);
        }
      }
    }
  }

  private static String digest(EachTrainer trainer, Device device) throws IOException {
    return Digest.of(trainer.train(EachTrainer.steps(15).withDevice(device)), trainer.noisy());
  }

  @Test
  void anotherThreadStopsATrainingAtAnyMoment() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < Nightly.times(8, 200); i++) {
      EachTrainer trainer = EachTrainer.values()[i % EachTrainer.values().length];
      AtomicBoolean stop = new AtomicBoolean();
      try (Device device = Device.cpu(2)) {
        List<TrainingListener.Reason> reasons = new ArrayList<>();
        TrainingListener listener =
            new TrainingListener() {
              @Override
              public void ended(End end) {
                reasons.add(end.reason());
              }
            };
        AtomicReference<Denoiser> trained = new AtomicReference<>();
        Thread training =
            new Thread(
                () ->
                    trained.set(
                        trainer.train(
                            EachTrainer.steps(1_000_000).withDevice(device), listener, stop::get)));
        training.start();
        Thread.sleep(random.nextInt(60));
        stop.set(true);
        training.join();
        assertThat(reasons).containsExactly(TrainingListener.Reason.STOPPED);
        Denoiser denoiser = trained.get();
        assertThat(denoiser).isNotNull();
        for (float sample : denoiser.denoise(trainer.noisy()).samples()) {
          assertThat(sample).isFinite();
        }
      }
    }
  }

  /** An executor that is shut down by force interrupts; no memory and no thread may be lost. */
  @Test
  void anInterruptedTrainingEndsWithAnExceptionAndFreesItsMemory() throws Exception {
    Random random = new Random(12);
    for (int i = 0; i < Nightly.times(8, 200); i++) {
      EachTrainer trainer = EachTrainer.values()[i % EachTrainer.values().length];
      try (Device device = Device.cpu(2)) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread training =
            new Thread(() -> trainer.train(EachTrainer.steps(1_000_000).withDevice(device)));
        training.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        training.start();
        Thread.sleep(random.nextInt(60));
        training.interrupt();
        training.join();
        assertThat(thrown.get())
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("train: interrupted while waiting for a batch");
        assertThat(device.memory().liveBytes()).isZero();
      }
    }
    assertThat(batchThreads()).isZero();
  }

  /**
   * Threads are interrupted when servers and executors shut down; a prediction then ends with an
   * exception or the result, and leaves no half of it, while others go on with the same model.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPredictionEndsWhenAnotherThreadAsksAtAnyMoment(boolean isInterrupted, @TempDir Path folder)
      throws Exception {
    Random random = new Random(13);
    Path noisy = folder.resolve("noisy.tif");
    Path result = folder.resolve("result.tif");
    Noise.gaussian(40).apply(Specimen.MIXED.image(60, 900, 1), 2).write(noisy);
    try (Device device = Device.cpu(2)) {
      Denoiser denoiser =
          EachTrainer.NOISE2VOID
              .train(EachTrainer.steps(3).withDevice(device))
              .withPrediction(PredictionOptions.DEFAULT.withMemoryBytes(1 << 20));
      denoiser.denoise(noisy, result);
      byte[] whole = Files.readAllBytes(result);
      float[] small = denoiser.denoise(EachTrainer.NOISE2VOID.noisy()).samples();
      long live = device.memory().liveBytes();
      int ended = 0;
      for (int i = 0; i < Nightly.times(8, 200); i++) {
        Files.delete(result);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread predicting =
            new Thread(
                () -> {
                  try {
                    denoiser.denoise(noisy, result, done -> cancelIf(stop.get()));
                  } catch (IOException | CancellationException e) {
                    thrown.set(e);
                  }
                });
        predicting.start();
        Thread.sleep(random.nextInt(30), random.nextInt(1_000_000));
        if (isInterrupted) {
          predicting.interrupt();
        } else {
          stop.set(true);
        }
        assertThat(denoiser.denoise(EachTrainer.NOISE2VOID.noisy()).samples()).isEqualTo(small);
        predicting.join();
        if (thrown.get() != null) {
          assertThat(result).doesNotExist();
          assertThat(thrown.get().getMessage()).containsAnyOf("noisy.tif", "result.tif", "enough");
          denoiser.denoise(noisy, result);
          ended++;
        }
        assertThat(Files.readAllBytes(result)).isEqualTo(whole);
        try (Stream<Path> files = Files.list(folder)) {
          assertThat(files).containsExactlyInAnyOrder(noisy, result);
        }
        assertThat(device.memory().liveBytes()).isEqualTo(live);
      }
      assertThat(ended).isPositive();
    }
  }

  private static void cancelIf(boolean isAsked) {
    if (isAsked) {
      throw new CancellationException("enough");
    }
  }

  private static long batchThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("limpid-batches"))
        .count();
  }

  @Test
  void aListenerThatFailsEndsTheTrainingAndFreesItsMemory() {
    for (EachTrainer trainer : EachTrainer.values()) {
      try (Device device = Device.cpu(2)) {
        TrainingListener listener =
            new TrainingListener() {
              @Override
              public void step(Step step) {
                if (step.step() == 10) {
                  throw new IllegalStateException("no more");
                }
              }
            };
        assertThatThrownBy(
                () ->
                    trainer.train(EachTrainer.steps(30).withDevice(device), listener, () -> false))
            .hasMessage("no more");
        assertThat(device.memory().liveBytes()).isZero();
      }
    }
    assertThat(batchThreads()).isZero();
  }

  private static <T> void together(int threads, Callable<T> task) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(task);
    }
    together(tasks);
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
