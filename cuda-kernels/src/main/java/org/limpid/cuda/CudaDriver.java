package org.limpid.cuda;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import jcuda.JCudaVersion;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.DeviceException;

/** Whether the CUDA driver is there, and if not, what is missing and what to do about it. */
final class CudaDriver {

  /** The PTX that ships is for this CUDA and later ones. */
  private static final int LOWEST_VERSION = 10_000;

  /** Compute capability of the oldest GPUs that the kernels are made for, times ten. */
  private static final int LOWEST_CAPABILITY = 75;

  private static final String NO_DRIVER =
      "no NVIDIA driver: its library is not installed. Install the driver of the GPU, or use the"
          + " device cpu";

  private CudaDriver() {}

  /** Why no GPU can be used, in one line with a remedy; empty if one can. */
  static Optional<String> unavailableReason() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean isKnown =
        (os.startsWith("linux") || os.startsWith("windows"))
            && (processor.equals("amd64") || processor.equals("x86_64"));
    if (!isKnown) {
      return Optional.of(
          "JCuda has no native library for "
              + os
              + " on "
              + processor
              + " (only for Linux and Windows on x86-64). Use the device cpu");
    }
    String platform = (os.startsWith("linux") ? "linux" : "windows") + "-x86_64";
    String searchPath = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
    if (platform.startsWith("linux")
        && DriverLibrary.isMissing(searchPath, Path.of("/etc/ld.so.cache"))) {
      return Optional.of(NO_DRIVER);
    }
    String library =
        platform.startsWith("linux")
            ? "/lib/libJCudaDriver-" + JCudaVersion.get() + "-" + platform + ".so"
            : "/lib/JCudaDriver-" + JCudaVersion.get() + "-" + platform + ".dll";
    if (CudaDriver.class.getResource(library) == null) {
      return Optional.of(
          "JCuda's native library is not on the class path. Add org.jcuda:jcuda-natives:"
              + JCudaVersion.get()
              + " with classifier "
              + platform
              + ", or use the device cpu");
    }
    return Optional.ofNullable(load()).or(CudaDriver::unusableReason);
  }

  /** Why the native library cannot be loaded, or null if it can. */
  private static @Nullable String load() {
    try {
      NativeFolder.whileLoading(
          () -> {
            JCudaDriver.setExceptionsEnabled(false);
            return true;
          });
      return null;
    } catch (LinkageError e) {
      return explain(e);
    } catch (UncheckedIOException e) {
      return e.getMessage() + ". Make room or give Java another with -Djava.io.tmpdir=FOLDER";
    }
  }

  /** What a failure to load means; the linker's own words stand somewhere among the causes. */
  static String explain(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      all.append(t.getMessage()).append('\n');
    }
    String text = all.toString();
    if (text.contains("libcuda.so") && text.contains("No such file")
        || text.contains("Can't find dependent libraries")) {
      return NO_DRIVER;
    }
    String reason =
        text.lines()
            .map(String::strip)
            .filter(line -> line.contains(".so") || line.contains(".dll"))
            .reduce((first, last) -> last)
            .orElse(text.lines().findFirst().orElse("no reason given"));
    return "the NVIDIA driver's library cannot be loaded: "
        + reason
        + ". Reinstall the driver, or use the device cpu";
  }

  private static Optional<String> unusableReason() {
    int[] version = new int[1];
    int status = JCudaDriver.cuDriverGetVersion(version);
    if (status == CUresult.CUDA_SUCCESS && version[0] < LOWEST_VERSION) {
      return Optional.of(
          "the NVIDIA driver is too old for the kernels: it is for CUDA "
              + text(version[0])
              + " (expected: "
              + text(LOWEST_VERSION)
              + " or later). Update it, or use the device cpu");
    }
    status = JCudaDriver.cuInit(0);
    if (status == CUresult.CUDA_ERROR_NO_DEVICE) {
      return Optional.of(
          "the NVIDIA driver finds no GPU. See what nvidia-smi says, or use the device cpu");
    }
    if (status != CUresult.CUDA_SUCCESS) {
      return Optional.of(
          "the NVIDIA driver does not start: "
              + error(status)
              + ". See what nvidia-smi says, restart the machine if the driver was updated, or use"
              + " the device cpu");
    }
    int devices = deviceCount();
    for (int ordinal = 0; ordinal < devices; ordinal++) {
      if (unfitReason(ordinal).isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        devices == 0
            ? "the NVIDIA driver finds no GPU. Use the device cpu"
            : unfitReason(0).orElseThrow());
  }

  /** Why a device that is there cannot run the kernels. */
  static Optional<String> unfitReason(int ordinal) {
    CUdevice device = new CUdevice();
    check("device " + ordinal, JCudaDriver.cuDeviceGet(device, ordinal));
    int capability = CudaGpu.capability(device);
    return capability >= LOWEST_CAPABILITY
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "device %d is too old: compute capability %.1f (expected: %.1f or higher). Use"
                    + " another GPU or the device cpu",
                ordinal,
                capability / 10.0,
                LOWEST_CAPABILITY / 10.0));
  }

  /** Number of devices, usable or not. */
  static int deviceCount() {
    int[] count = new int[1];
    check("number of devices", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  /** The CUDA version that the driver is for, like 12.4. */
  static String version() {
    int[] version = new int[1];
    check("driver version", JCudaDriver.cuDriverGetVersion(version));
    return text(version[0]);
  }

  private static String text(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * Throws unless a call of the driver succeeded.
   *
   * @throws DeviceException if there is too little memory on the device
   * @throws IllegalStateException if anything else is wrong
   */
  static void check(String what, int status) {
    checkMemory(what, status);
    if (status != CUresult.CUDA_SUCCESS) {
      throw new IllegalStateException(
          "cuda: "
              + what
              + " failed: "
              + error(status)
              + ". See what nvidia-smi says, update the NVIDIA driver, or use the device cpu");
    }
  }

  /** Throws if a call found too little memory, and says how much there is. */
  static void checkMemory(String what, int status) {
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      long[] free = new long[1];
      int known = JCudaDriver.cuMemGetInfo(free, new long[1]);
      throw DeviceException.outOfMemory(
          "cuda: no memory for "
              + what
              + (known == CUresult.CUDA_SUCCESS ? " (" + free[0] + " bytes are free)" : "")
              + ". Use smaller batches or tiles, or the device cpu");
    }
  }

  /** An error's name and what the driver says about it. */
  static String error(int status) {
    String[] words = new String[1];
    int known = JCudaDriver.cuGetErrorString(status, words);
    String name = CUresult.stringFor(status);
    return known == CUresult.CUDA_SUCCESS && words[0] != null ? name + " (" + words[0] + ")" : name;
  }
}
