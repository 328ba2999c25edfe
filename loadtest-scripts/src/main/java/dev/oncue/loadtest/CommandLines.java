package dev.oncue.loadtest;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** How all commands are run. Exit status: 0 all is well, 1 something is not, 2 a bad option. */
public final class CommandLines {
  /** The resource bundle with the descriptions of commands and options. */
  public static final String TEXTS = "dev.oncue.loadtest.texts";

  private CommandLines() {}

  /** Runs a command and ends this process with its status. */
  public static void run(Object command, String[] words) {
    // Figures look the same everywhere.
    Locale.setDefault(Locale.ROOT);
    System.exit(of(command).execute(words));
  }

  /** The command line of a command; a problem is one line on stderr. */
  static CommandLine of(Object command) {
    return new CommandLine(command)
        .setOverwrittenOptionsAllowed(true)
        .setExecutionStrategy(CommandLines::checkAndRun)
        .setParameterExceptionHandler(
            (wrong, words) -> {
              wrong.getCommandLine().getErr().println(wrong.getMessage());
              return 2;
            })
        .setExecutionExceptionHandler(
            (problem, line, parsed) -> {
              line.getErr().println(message(problem));
              return problem instanceof LoadTestException known ? known.exitCode() : 1;
            });
  }

  private static String message(Exception problem) {
    return problem.getCause() instanceof ConnectException
        ? "nothing answers there: is the engine started?"
        : String.valueOf(problem.getMessage());
  }

  /** The label of an option is its limits, as {@code 1..9} or {@code PT1S..PT1M}. */
  private static int checkAndRun(ParseResult parsed) {
    for (CommandLine line : parsed.asCommandLineList()) {
      for (OptionSpec option : line.getCommandSpec().options()) {
        String[] limits = option.paramLabel().split("\\.\\.");
        if (limits.length == 2 && !isWithin(limits[0], option.getValue(), limits[1])) {
          String rule = "%s must be from %s to %s, not %s";
          String name = option.longestName();
          throw new ParameterException(
              line, rule.formatted(name, limits[0], limits[1], option.<Object>getValue()));
        }
      }
    }
    return new RunLast().execute(parsed);
  }

  private static boolean isWithin(String min, Object value, String max) {
    if (value instanceof Duration duration) {
      return duration.compareTo(Duration.parse(min)) >= 0
          && duration.compareTo(Duration.parse(max)) <= 0;
    }
    return !(value instanceof Integer number)
        || number >= Integer.parseInt(min) && number <= Integer.parseInt(max);
  }
}
