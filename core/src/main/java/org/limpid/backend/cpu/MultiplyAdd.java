package org.limpid.backend.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@code a·b + c}, rounded once where the processor can, else twice.
 *
 * <p>C2 on JDK 17 vectorises long chains of the fused form only, and where the processor lacks it
 * Java computes it with big decimals, a thousand times slower. So the virtual machine is asked
 * once; results are the same on every run on one kind of processor.
 */
final class MultiplyAdd {

  /** Whether the processor has the fused form. */
  static final boolean IS_FUSED = askVirtualMachine();

  private MultiplyAdd() {}

  /** {@code a·b + c}. */
  static float of(float a, float b, float c) {
    return IS_FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean askVirtualMachine() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null && Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
    } catch (LinkageError | IllegalArgumentException notHotSpot) {
      // No such module, or no such option: another virtual machine. Rounding twice is always fast.
      return false;
    }
  }
}
