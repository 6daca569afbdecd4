package org.limpid.cuda;

import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Precision;

/**
 * cuDNN and cuBLAS where they are: JCuda's classes for them on the class path, with their native
 * halves, and NVIDIA's libraries where the system finds them. None of them has to be.
 */
final class NvidiaLibraries {

  /** Why libraries could not be loaded: the linker says it at the first attempt only. */
  private static final Map<String, String> FAILURES = new ConcurrentHashMap<>();

  private NvidiaLibraries() {}

  /** Either a library, or why there is none. */
  private record Found<T>(@Nullable T library, String reason) {}

  /** Those that can be opened, to be closed by what is added to the closers. */
  static Libraries open(CUstream stream, Precision precision, Deque<Runnable> closers) {
    Found<Cudnn> cudnn = find("jcudnn", () -> new Cudnn(stream, precision));
    Found<Cublas> cublas = find("jcublas", () -> new Cublas(stream));
    if (cudnn.library != null) {
      closers.push(cudnn.library::close);
    }
    if (cublas.library != null) {
      closers.push(cublas.library::close);
    }
    return new Libraries(cudnn.library, cudnn.reason, cublas.library, cublas.reason);
  }

  /** What is there, for people. */
  static String report() {
    Found<String> cudnn = find("jcudnn", Cudnn::version);
    Found<String> cublas = find("jcublas", Cublas::load);
    return "Limpid's own kernels; "
        + (cudnn.library != null ? cudnn.library : "no cuDNN (" + cudnn.reason + ")")
        + "; "
        + (cublas.library != null ? cublas.library : "no cuBLAS (" + cublas.reason + ")");
  }

  private static <T> Found<T> find(String artifact, Supplier<T> opener) {
    try {
      return new Found<>(NativeFolder.whileLoading(opener), "");
    } catch (LibraryException | UncheckedIOException e) {
      return new Found<>(null, String.valueOf(e.getMessage()));
    } catch (LinkageError e) {
      return new Found<>(null, FAILURES.computeIfAbsent(artifact, name -> explain(name, e)));
    }
  }

  /** What a failure to load means; the linker's own words stand somewhere in the message. */
  static String explain(String artifact, LinkageError e) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof NoClassDefFoundError) {
      return "org.jcuda:" + artifact + " is not on the class path";
    }
    if (text.contains("No resource found")) {
      return "org.jcuda:" + artifact + "-natives is not on the class path";
    }
    return text.lines()
        .map(String::strip)
        .filter(line -> line.matches(".*\\.(so|dll)\\b.*"))
        .reduce((first, last) -> last)
        .map(line -> line.replaceFirst("^.*UnsatisfiedLinkError: (\\S+: )?", ""))
        .orElse(String.format(Locale.ROOT, "%s cannot be loaded", artifact));
  }
}
