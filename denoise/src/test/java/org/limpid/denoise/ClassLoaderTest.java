package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.testing.ChildJvm;
import org.limpid.testing.Nightly;

/**
 * Hosts of plugins load the library in a class loader, use it and let it go: all its classes have
 * to go with it, so nothing of it may live on in a thread, a thread local or a table of Java's.
 */
class ClassLoaderTest {

  /** Idle threads of a device that was not closed end by themselves after 5 s. */
  private static final int SECONDS = 60;

  /** Java remembers things softly, which say nothing about leaks: here it forgets them at once. */
  private static final List<String> FLAGS = List.of("-XX:SoftRefLRUPolicyMSPerMB=0", "-Xmx256m");

  @Test
  void whatWasLoadedIsCollected() throws Exception {
    int times = Nightly.times(2, 50);
    try (ChildJvm host = ChildJvm.start(Host.class, FLAGS, String.valueOf(times))) {
      assertThat(host.rest()).endsWith(times + " came, 0 stayed");
      assertThat(host.exitCode()).isZero();
    }
  }

  /** The process that loads guests. */
  static final class Host {
    private Host() {}

    /**
     * Comparing two of these for the first time, and not before, makes JDK 17 forget the type of
     * record that was compared first before: it remembers one, however many there were.
     */
    private record Forget(String text) {}

    public static void main(String[] arguments) throws Exception {
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        loaders.add(comeAndGo());
      }
      boolean isEqual = new Forget("first").equals(new Forget("second"));
      for (int i = 0; i < SECONDS * 10 && !isEqual && stayed(loaders) > 0; i++) {
        System.gc();
        Thread.sleep(100);
      }
      System.out.println(loaders.size() + " came, " + stayed(loaders) + " stayed");
    }

    private static long stayed(List<WeakReference<ClassLoader>> loaders) {
      return loaders.stream().filter(loader -> loader.get() != null).count();
    }
  }

  private static WeakReference<ClassLoader> comeAndGo() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : ChildJvm.classPath(ClassLoaderTest.class).split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> guest = loader.loadClass(Guest.class.getName());
      assertThat(guest).isNotSameAs(Guest.class);
      Runnable use = (Runnable) guest.getDeclaredConstructor().newInstance();
      use.run();
      return new WeakReference<>(loader);
    }
  }

  /** Uses the library as a plugin does, on the device that nobody closes. */
  public static final class Guest implements Runnable {
    @Override
    public void run() {
      for (EachTrainer trainer : EachTrainer.values()) {
        trainer.train(EachTrainer.steps(11)).denoise(trainer.noisy());
      }
    }
  }
}
