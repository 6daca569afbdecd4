import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes, or methods of them, by name, where there is no Maven. */
public final class TestMain {

  private TestMain() {}

  /** Ends with status 1 if a test failed, was given up for lack of a GPU, or none ran. */
  public static void main(String[] names) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(names).map(TestMain::selector).toList())
            .build();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, summary);
    PrintWriter out = new PrintWriter(System.out, true);
    summary.getSummary().printFailuresTo(out, 20);
    summary.getSummary().printTo(out);
    boolean isGood =
        summary.getSummary().getTotalFailureCount() == 0
            && summary.getSummary().getTestsAbortedCount() == 0
            && summary.getSummary().getTestsSucceededCount() > 0;
    System.exit(isGood ? 0 : 1);
  }

  private static DiscoverySelector selector(String name) {
    return name.contains("#") ? selectMethod(name) : selectClass(name);
  }
}
