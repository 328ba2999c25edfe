package dev.oncue.http.lifecycle;

import dev.oncue.http.settings.SettingErrors;
import dev.oncue.http.settings.SettingException;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.util.ExceptionUtil;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs a Quarkus application so that a start which fails says why in one line. */
public final class Launcher {
  private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";

  private Launcher() {}

  /**
   * Checks the port and runs until the process is told to end. Ends the process: with status 1 when
   * the start fails, else with the status that ended it.
   */
  public static void run(String... args) {
    answerUnreadableAddresses();
    requirePort();
    useOneEventLoopForEachCore();
    Quarkus.run(null, Launcher::ended, args);
  }

  /** Quarkus would tell of a port that is no number in twenty lines. */
  private static void requirePort() {
    try {
      ServerSettings.port(Launcher::given);
    } catch (SettingException e) {
      fail(e);
    }
  }

  /**
   * What the process was started with. Quarkus' configuration is not there yet, and another one
   * beside it would only make the start longer.
   */
  private static Optional<String> given(String property) {
    String variable = property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    return Optional.ofNullable(System.getProperty(property, System.getenv(variable)));
  }

  /**
   * Quarkus takes two for each core. Nothing here blocks an event loop, and with fewer of them the
   * batches that ballots travel in are larger.
   */
  private static void useOneEventLoopForEachCore() {
    if (given(EVENT_LOOPS).isEmpty()) {
      System.setProperty(EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
  }

  /**
   * Quarkus would answer an address that is no URI with a bare 400, before any of the engine's
   * routes. They read it no less strictly, and answer with a problem. Call it before Quarkus runs.
   */
  public static void answerUnreadableAddresses() {
    System.setProperty("vertx.disableURIValidation", "true");
  }

  /**
   * Ends the process with status 1 and a line for each bad setting, or a stack trace where no line
   * would do.
   */
  public static void fail(Throwable failure) {
    report(failure, System.err);
    Runtime.getRuntime().halt(1);
  }

  private static void ended(int status, Throwable failure) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // Dev mode starts the application again in this process.
      ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
      return;
    }
    if (failure != null) {
      fail(failure);
    }
    System.exit(status);
  }

  static void report(Throwable failure, PrintStream out) {
    List<String> lines = SettingErrors.lines(failure);
    lines.forEach(out::println);
    if (lines.isEmpty()) {
      failure.printStackTrace(out);
      out.println("the start failed: " + ExceptionUtil.getRootCause(failure));
    }
    out.flush();
  }
}
