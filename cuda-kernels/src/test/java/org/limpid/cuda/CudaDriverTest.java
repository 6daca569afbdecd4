package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What failures to load the driver's library mean, in the linker's words as they come. */
class CudaDriverTest {

  @Test
  void missingLibraryMeansNoDriver() {
    String linker =
        "/tmp/libJCudaDriver-12.6.0-linux-x86_64.so: libcuda.so.1: cannot open shared object file:"
            + " No such file or directory";
    assertThat(explain("Error while loading native library\nStack trace:\n" + linker))
        .isEqualTo(
            "no NVIDIA driver: its library is not installed. Install the driver of the GPU, or use"
                + " the device cpu");
    assertThat(explain("C:\\Temp\\JCudaDriver.dll: Can't find dependent libraries"))
        .startsWith("no NVIDIA driver");
  }

  @Test
  void libraryThatCannotBeLoadedIsToldWithTheReason() {
    assertThat(explain("Error while loading\n/usr/lib/libcuda.so.1: file too short"))
        .isEqualTo(
            "the NVIDIA driver's library cannot be loaded: /usr/lib/libcuda.so.1: file too short."
                + " Reinstall the driver, or use the device cpu");
  }

  @Test
  void causesAreLookedAtToo() {
    Throwable cause =
        new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file: No such file");
    assertThat(CudaDriver.explain(new ExceptionInInitializerError(cause)))
        .startsWith("no NVIDIA driver");
  }

  private static String explain(String message) {
    return CudaDriver.explain(new UnsatisfiedLinkError(message));
  }
}
