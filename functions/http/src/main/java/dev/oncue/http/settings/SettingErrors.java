package dev.oncue.http.settings;

import io.smallrye.config.ConfigValidationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which settings end a start: one line for each, which begins with its name as an environment
 * variable and goes on with its rule.
 */
public final class SettingErrors {
  /** A problem as SmallRye Config writes it, and what is said in its place. */
  private record Form(Pattern pattern, BiFunction<String, String, String> line) {}

  // They quote the value, and a secret must not be told; the reason at their end is our
  // converter's.
  private static final List<Form> FORMS =
      List.of(
          new Form(
              form("SRCFG00039: The config property (\\S+) with .* whilst being converted (.*)"),
              (setting, reason) -> setting + ' ' + rule(reason)),
          new Form(
              form("SRCFG00014: The config property (\\S+) is required(.*)"),
              (setting, rest) -> setting + " must be given"),
          new Form(
              form("SRCFG00040: The config property (\\S+) is defined as the empty(.*)"),
              (setting, rest) -> setting + " must not be empty"),
          new Form(
              form("SRCFG00050: (\\S+) in (.*) does not map to any root"),
              (setting, source) -> setting + " is no setting"));

  private SettingErrors() {}

  private static Pattern form(String pattern) {
    return Pattern.compile(".*?" + pattern, Pattern.DOTALL);
  }

  private static String rule(String reason) {
    String rule = reason.replaceAll("\\s+", " ");
    if (rule.endsWith(", not ")) {
      return rule + "an empty text";
    }
    return rule.matches("(must|names) .*") ? rule : "cannot be read: " + rule;
  }

  /**
   * The lines of a start that failed.
   *
   * @return empty when the start failed for another reason
   */
  public static List<String> lines(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigValidationException problems) {
        return lines(problems);
      }
      if (isPlain(cause)) {
        return String.valueOf(cause.getMessage()).lines().toList();
      }
    }
    return List.of();
  }

  private static List<String> lines(ConfigValidationException problems) {
    Set<String> lines = new LinkedHashSet<>();
    for (int number = 0; number < problems.getProblemCount(); number++) {
      lines.add(line(problems.getProblem(number).getMessage()));
    }
    return List.copyOf(lines);
  }

  private static String line(String problem) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(problem);
      if (matcher.matches()) {
        return form.line().apply(variable(matcher.group(1)), matcher.group(2));
      }
    }
    return problem.replaceAll("\\s+", " ");
  }

  /** A config property's name as an environment variable. */
  public static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /**
   * Whether the message is already as it should be. The grid's modules know no exception of ours.
   */
  private static boolean isPlain(Throwable failure) {
    return failure instanceof SettingException
        || failure instanceof IllegalStateException
            && String.valueOf(failure.getMessage()).startsWith("ONCUE_");
  }
}
