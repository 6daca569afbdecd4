package org.limpid.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.Precision;
import org.limpid.backend.SelfCheck;
import org.limpid.backend.cpu.CpuBackend;

/**
 * Where tensors live and are computed: the processor, or a GPU found on the class path.
 *
 * <p>Thread-safe. Two devices never share tensors, even if both are the processor.
 */
public final class Device implements AutoCloseable {

  private final String name;
  private final Backend backend;
  private final Executor executor;
  private final int threads;

  private Device(String name, Backend backend) {
    this(name, backend, Runtime.getRuntime().availableProcessors());
  }

  private Device(String name, Backend backend, int threads) {
    this(name, backend, threads, Device::startThread);
  }

  private Device(String name, Backend backend, int threads, Executor executor) {
    this.name = name;
    this.backend = backend;
    this.threads = threads;
    this.executor = executor;
  }

  private static void startThread(Runnable task) {
    // Neither thread locals nor the class loader of whoever asks are held by it.
    Thread thread = new Thread(null, task, "limpid-background", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.start();
  }

  /** The processor with all its cores. One for the whole program; closing it has no effect. */
  public static Device cpu() {
    return SharedCpu.DEVICE;
  }

  /**
   * The processor with a number of threads of its own. The results are the same for any number.
   *
   * @param threads at least 1; the calling thread is one of them
   */
  public static Device cpu(int threads) {
    checkThreads(threads);
    return new Device("cpu", new CpuBackend(threads), threads);
  }

  /**
   * The processor with the threads of an executor, for programs that want to know every thread they
   * have: Limpid then starts none. The results are the same bits.
   *
   * @param threads how many share a kernel, at least 1; the calling thread is one of them, so the
   *     executor is asked for one less, and while something is trained for one more, which makes
   *     the next batches. A thread that helps is given back when there has been nothing to do for
   *     some milliseconds
   * @param executor any: what it refuses or leaves waiting, the calling thread does itself. It is
   *     not closed with the device
   */
  public static Device cpu(int threads, Executor executor) {
    checkThreads(threads);
    return new Device("cpu", new CpuBackend(threads, executor), threads, executor);
  }

  /**
   * As {@link #cpu(int)}, for a program that computes for less than a second and ends: it starts
   * sooner, but is slower once it runs. The results are the same bits.
   *
   * @param threads at least 1; the calling thread is one of them
   */
  public static Device cpuForLittleWork(int threads) {
    checkThreads(threads);
    return new Device("cpu", CpuBackend.forLittleWork(threads), threads);
  }

  private static void checkThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
    }
  }

  /** A device that runs on a backend of one's own. Closing the device closes the backend. */
  public static Device on(String name, Backend backend) {
    return new Device(name, backend);
  }

  /**
   * The device with a name: {@code cpu}, or a provider's kind and an ordinal such as {@code
   * cuda:0}.
   *
   * @throws DeviceException if there is none, or it does not compute what it should; says why and
   *     what to do, and never falls back
   */
  public static Device of(String name) {
    return of(name, DeviceOptions.DEFAULT);
  }

  /**
   * The same, computing in a certain way.
   *
   * @throws DeviceException also if the device does not have what the options name
   */
  public static Device of(String name, DeviceOptions options) {
    if (name.equals("cpu")) {
      return cpu(options);
    }
    String kind = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    String digits = name.contains(":") ? name.substring(name.indexOf(':') + 1) : "0";
    if (!digits.matches("\\d{1,4}")) {
      throw new DeviceException("device: '" + name + "' (expected: cpu, or like cuda:0)");
    }
    int ordinal = Integer.parseInt(digits);
    List<String> kinds = new ArrayList<>(List.of("cpu"));
    for (BackendProvider provider : providers()) {
      if (provider.kind().equals(kind)) {
        return open(provider, ordinal, options);
      }
      kinds.add(provider.kind());
    }
    throw new DeviceException(
        "device: no '"
            + kind
            + "' on the class path (found: "
            + String.join(", ", kinds)
            + "). "
            + "Add the module that offers it, or use --device cpu");
  }

  /** The first GPU that is usable and computes what it should, otherwise the processor. */
  public static Device best() {
    return best(
        DeviceOptions.DEFAULT,
        reason ->
            System.getLogger(Device.class.getName()).log(System.Logger.Level.WARNING, reason));
  }

  /**
   * The same, computing in a certain way.
   *
   * @param warning is told, in one line, of each GPU that is there, but cannot be used
   * @throws DeviceException if the device does not have what the options name
   */
  public static Device best(DeviceOptions options, Consumer<String> warning) {
    return best(providers(), options, warning);
  }

  /** The same among the devices of some providers; apart for tests. */
  static Device best(
      List<BackendProvider> providers, DeviceOptions options, Consumer<String> warning) {
    List<String> failures = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (provider.unavailableReason().isEmpty()) {
        for (int ordinal = 0; ordinal < provider.deviceCount(); ordinal++) {
          try {
            Device found = open(provider, ordinal, options);
            failures.forEach(
                failure -> warning.accept(failure + ". " + found + " computes in its place"));
            return found;
          } catch (DeviceException e) {
            failures.add(e.getMessage());
          }
        }
      }
    }
    failures.forEach(failure -> warning.accept(failure + ". The processor computes in its place"));
    return cpu(options);
  }

  private static Device cpu(DeviceOptions options) {
    Precision precision = options.precision().orElse(Precision.FLOAT32);
    if (precision != Precision.FLOAT32) {
      throw new DeviceException(
          "cpu: precision "
              + precision.text()
              + " (expected: float32, the only one of a processor). Leave it out, or take a GPU"
              + " with --device cuda:0");
    }
    if (!options.engine().equals("auto") && !options.engine().equals("own")) {
      throw new DeviceException(
          "cpu: engine "
              + options.engine()
              + " (expected: auto or own). Leave it out, or take a GPU with --device cuda:0");
    }
    return cpu();
  }

  /**
   * Every device that there is, by its name, with what it is or why it cannot be used, and every
   * kind that there is none of with the reason: lines like {@code cuda:0: NVIDIA H100, ...}. Each
   * device is opened for it, and closed again.
   */
  public static List<String> report() {
    return report(providers());
  }

  /** The same of some providers; apart for tests. */
  static List<String> report(List<BackendProvider> providers) {
    List<String> lines = new ArrayList<>();
    lines.add("cpu: " + cpu().description());
    for (BackendProvider provider : providers) {
      Optional<String> reason = provider.unavailableReason();
      if (reason.isPresent()) {
        lines.add(provider.kind() + ": " + reason.get());
      }
      for (int ordinal = 0; ordinal < provider.deviceCount(); ordinal++) {
        lines.add(provider.kind() + ":" + ordinal + ": " + described(provider, ordinal));
      }
      provider.engines().ifPresent(engines -> lines.add("engines: " + engines));
    }
    return lines;
  }

  private static String described(BackendProvider provider, int ordinal) {
    try (Device device = open(provider, ordinal, DeviceOptions.DEFAULT)) {
      return device.description();
    } catch (DeviceException e) {
      // The name stands before it already.
      return String.valueOf(e.getMessage())
          .replaceFirst("^" + provider.kind() + ":" + ordinal + ":? ", "");
    }
  }

  private static Device open(BackendProvider provider, int ordinal, DeviceOptions options) {
    Optional<String> reason = provider.unavailableReason();
    String name = provider.kind() + ":" + ordinal;
    if (reason.isPresent()) {
      throw new DeviceException(name + " not available: " + reason.get());
    }
    int devices = provider.deviceCount();
    if (ordinal >= devices) {
      String first = provider.kind() + ":0";
      throw new DeviceException(
          name
              + " not available: "
              + (devices == 1
                  ? "there is one device. Use " + first + " or the device cpu"
                  : String.format(
                      Locale.ROOT,
                      "there are %d devices (expected: %s to %s:%d). Use one of them or the device"
                          + " cpu",
                      devices,
                      first,
                      provider.kind(),
                      devices - 1)));
    }
    try {
      return new Device(name, checked(provider.open(ordinal, options)));
    } catch (IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      throw new DeviceException(
          message.startsWith(provider.kind()) ? message : name + ": " + message);
    }
  }

  /** A backend that computes what it should; another is closed. */
  private static Backend checked(Backend backend) {
    try {
      Optional<String> failure = SelfCheck.failure(backend);
      if (failure.isPresent()) {
        throw new IllegalStateException(failure.get() + ". Use the device cpu, and report it");
      }
      return backend;
    } catch (RuntimeException e) {
      try {
        backend.close();
      } catch (RuntimeException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
  }

  private static List<BackendProvider> providers() {
    List<BackendProvider> found = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class, Device.class.getClassLoader()).forEach(found::add);
    return found;
  }

  /** Like {@code cpu} or {@code cuda:0}. */
  public String name() {
    return name;
  }

  /** One line for people about the hardware and the kernels in use. */
  public String description() {
    return backend.description();
  }

  /** The kernels, for those who write operations. */
  public Backend backend() {
    return backend;
  }

  /**
   * Where work beside the calling thread runs: what was given to {@link #cpu(int, Executor)},
   * otherwise a daemon thread for each task. A task may wait there for long, or for ever.
   */
  public Executor executor() {
    return executor;
  }

  /**
   * How many threads of the processor work is shared among, the calling one included: what was
   * given to {@link #cpu(int)}, otherwise one for each core.
   */
  public int threads() {
    return threads;
  }

  /** Memory held now. */
  public MemoryUse memory() {
    return backend.memory();
  }

  /** Waits until everything computed so far is done. */
  public void synchronize() {
    backend.synchronize();
  }

  /** Frees memory and threads; tensors on the device become unusable. */
  @Override
  public void close() {
    if (this != SharedCpu.DEVICE) {
      backend.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** Opens the shared processor at first use: a class is initialised once, under the JVM's lock. */
  private static final class SharedCpu {
    static final Device DEVICE = cpu(Runtime.getRuntime().availableProcessors());
  }
}
