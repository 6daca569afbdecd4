package org.limpid.denoise.hostile;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that may be anything, and judges how: with contents or an {@link IOException} of one
 * line that names the file, in time, and in memory that the file justifies.
 */
final class Examination implements AutoCloseable {
  private static final int MOST_SECONDS = 10;

  /** What reading takes of whatever file: buffers, decoders' tables, and classes the first time. */
  private static final long BASE_BYTES = 16 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "examination");
            thread.setDaemon(true);
            return thread;
          });

  private long mostBytes;
  private long mostNanos;
  private int read;
  private int refused;

  /** Something that must not be, found in one file. */
  static final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;

    Flaw(String what, @Nullable Throwable cause) {
      super(what, cause);
    }
  }

  /** What came of a file: its contents, or null where it was refused. */
  @Nullable String examine(Path file, long size, Sample.Reader reader, long growth)
      throws Flaw, InterruptedException {
    Future<Result> future = worker.submit(() -> run(file, reader));
    try {
      Result result = future.get(MOST_SECONDS, TimeUnit.SECONDS);
      mostBytes = Math.max(mostBytes, result.bytes);
      mostNanos = Math.max(mostNanos, result.nanos);
      long allowed = BASE_BYTES + growth * size;
      if (result.bytes > allowed) {
        throw new Flaw(
            "took " + result.bytes + " bytes of memory for a file of " + size, result.refusal);
      }
      if (result.refusal != null) {
        judge(file, result.refusal);
        refused++;
      } else {
        read++;
      }
      return result.contents;
    } catch (TimeoutException e) {
      throw new Flaw("took more than " + MOST_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new Flaw("was met with " + e.getCause(), e.getCause());
    }
  }

  private record Result(
      @Nullable String contents, @Nullable IOException refusal, long bytes, long nanos) {}

  private static Result run(Path file, Sample.Reader reader) {
    long id = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(id);
    long start = System.nanoTime();
    String contents = null;
    IOException refusal = null;
    try {
      contents = reader.read(file);
    } catch (UncheckedIOException e) {
      refusal = e.getCause();
    } catch (IOException e) {
      refusal = e;
    }
    long nanos = System.nanoTime() - start;
    return new Result(contents, refusal, THREADS.getThreadAllocatedBytes(id) - before, nanos);
  }

  private static void judge(Path file, IOException refusal) throws Flaw {
    String message = refusal.getMessage();
    if (message == null
        || !message.contains(file.toString())
        || !message.replaceAll("\\p{Cntrl}|\u2028|\u2029", "\n").lines().skip(1).findAny().isEmpty()
        || message.length() > 600) {
      throw new Flaw("was refused with: " + message, refusal);
    }
  }

  /** Figures so far, for people. */
  String figures() {
    return read
        + " read, "
        + refused
        + " refused, at most "
        + (mostBytes + (1 << 10) - 1 >> 10)
        + " KiB and "
        + TimeUnit.NANOSECONDS.toMillis(mostNanos)
        + " ms";
  }

  int refused() {
    return refused;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
