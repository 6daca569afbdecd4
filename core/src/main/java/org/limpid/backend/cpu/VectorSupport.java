package org.limpid.backend.cpu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether convolutions use the Vector API, and says why not. */
final class VectorSupport {

  private static final String MODULE = "jdk.incubator.vector";

  private VectorSupport() {}

  /** Why plain loops are used and what to do about it, in one line; empty if vectors are. */
  static Optional<String> unavailableReason() {
    return Optional.ofNullable(Answer.REASON);
  }

  /** The fastest kernels there are here. Says so once, at INFO, if those are plain loops. */
  static PanelKernels<?> fastestKernels(BufferPool memory) {
    if (Answer.REASON == null) {
      return Vectors.kernels(memory);
    }
    return new PlainKernels();
  }

  /** The same for loops over channels. */
  static ChannelLoops fastestLoops() {
    return Answer.REASON == null ? Vectors.loops() : new PlainChannelLoops();
  }

  /** The same for copies of pixels. */
  static PixelCopy fastestCopy() {
    return Answer.REASON == null ? Vectors.copy() : Pixels::copy;
  }

  /** The same for pooling. */
  static Pooling fastestPooling(WorkerPool workers, BufferPool memory) {
    return Answer.REASON == null
        ? Vectors.pooling(workers, memory)
        : new Pooling(workers, memory, Pixels::copy);
  }

  /** Found out and logged when first asked for, once. */
  private static final class Answer {

    static final @Nullable String REASON = reason();

    private static @Nullable String reason() {
      if (!isReadable()) {
        Logger logger = System.getLogger(VectorSupport.class.getName());
        String remedy = "add the flag --add-modules " + MODULE + " to java";
        logger.log(
            Level.INFO,
            "convolutions run in plain loops; to make them several times faster, " + remedy);
        return "no Vector API: " + remedy;
      }
      if (!MultiplyAdd.IS_FUSED) {
        return "no fused multiply-add in this processor or virtual machine";
      }
      return null;
    }
  }

  /** Asks for a class, not for the modules Java started with: the launcher loads this one later. */
  private static boolean isReadable() {
    try {
      Class<?> vector =
          Class.forName(MODULE + ".Vector", false, VectorSupport.class.getClassLoader());
      return VectorSupport.class.getModule().canRead(vector.getModule());
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Keeps the classes that need the module from being loaded with this one. */
  private static final class Vectors {

    static PanelKernels<?> kernels(BufferPool memory) {
      return new VectorKernels(memory);
    }

    static PixelCopy copy() {
      return VectorRuns::copy;
    }

    static Pooling pooling(WorkerPool workers, BufferPool memory) {
      return new VectorPooling(workers, memory, VectorRuns::copy);
    }

    static ChannelLoops loops() {
      return new VectorChannelLoops();
    }
  }
}
