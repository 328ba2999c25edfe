package dev.oncue;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The seed of all that tests leave to chance: what {@code -Doncue.test.seed} says, or another one
 * in each run. As an extension of a test class it tells the seed when a test fails.
 */
public final class Seed implements TestWatcher {
  private static final String PROPERTY = "oncue.test.seed";

  /** The seed of this run; the same for all that is loaded into this process. */
  public static synchronized long get() {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return Long.parseLong(given);
    }
    long chosen = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    // Quarkus loads this class once more for the application under test.
    System.setProperty(PROPERTY, Long.toString(chosen));
    return chosen;
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    System.err.printf(
        "%s.%s failed with -D%s=%d%n",
        test.getRequiredTestClass().getSimpleName(), test.getDisplayName(), PROPERTY, get());
  }
}
