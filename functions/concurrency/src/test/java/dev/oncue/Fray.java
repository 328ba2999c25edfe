package dev.oncue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kotlin.Unit;
import org.junit.jupiter.api.Assumptions;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandomProvider;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.junit.plain.FrayInTestLauncher;

/**
 * Runs a test again and again, each time with its threads in another order: {@code
 * -Doncue.fray.orders} says how often. When one fails, Fray writes where it keeps the order, and
 * {@code -Doncue.fray.replay} with that folder runs it alone.
 */
public final class Fray {
  private static final int TIMEOUT_SECONDS = 120;

  private Fray() {}

  /** What a test does. */
  @FunctionalInterface
  public interface Body {
    /** Throws when something is not as it should be. */
    void run() throws Exception;
  }

  /** Runs a test in many orders; skips it where the Java that runs is not Fray's. */
  public static void orders(Body body) {
    Assumptions.assumeTrue(isHere(), "Fray is not in this Java: functions/concurrency/fray-jdk");
    Runnable test = () -> run(body);
    // What is set up once in a process, and its threads, are not for Fray to put in order.
    test.run();
    String replay = System.getProperty("oncue.fray.replay");
    if (replay != null) {
      FrayInTestLauncher.INSTANCE.launchFrayReplay(test, replay);
      return;
    }
    FrayInTestLauncher.INSTANCE.launchFray(
        test,
        new POSScheduler(),
        new ControlledRandomProvider(),
        Integer.getInteger("oncue.fray.orders", 200),
        TIMEOUT_SECONDS,
        false,
        TimelineCoverageType.RESOURCE_ORDERING,
        settings -> Unit.INSTANCE);
  }

  private static void run(Body body) {
    try {
      body.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isHere() {
    try {
      return Files.readString(Path.of(System.getProperty("java.home"), "release"))
          .contains("IMPLEMENTOR=Fray");
    } catch (IOException e) {
      return false;
    }
  }
}
