package dev.oncue.http.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Environment variables that look like a setting and are none. A start goes on with them, as other
 * programs may share the environment; one that is nearly the name of a setting is told of.
 */
public final class UnknownVariables {
  private static final Logger LOG = Logger.getLogger(UnknownVariables.class);
  private static final String PREFIX = "ONCUE_";

  /** The names of all settings of all functions, one in a line. */
  private static final String NAMES = "/META-INF/oncue/settings.txt";

  /** What is further from all names was not meant to be one of them. */
  private static final int MAX_EDITS = 3;

  private UnknownVariables() {}

  /** Logs a line for each. */
  public static void warn(Collection<String> variables) {
    lines(variables).forEach(LOG::warn);
  }

  static List<String> lines(Collection<String> variables) {
    List<String> names = names();
    List<String> lines = new ArrayList<>();
    for (String variable : variables) {
      if (variable.startsWith(PREFIX) && !names.contains(variable)) {
        String nearest =
            names.stream()
                .min(Comparator.comparingInt(name -> edits(variable, name)))
                .orElseThrow();
        if (edits(variable, nearest) <= MAX_EDITS) {
          lines.add(variable + " is no setting, and changes nothing; is it " + nearest + "?");
        }
      }
    }
    return lines;
  }

  static List<String> names() {
    try (InputStream names = UnknownVariables.class.getResourceAsStream(NAMES)) {
      return new String(names.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many letters have to be added, taken away or changed (Levenshtein's distance). */
  private static int edits(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      before[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] now = new int[to.length() + 1];
      now[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int changed = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        now[column] =
            Math.min(before[column - 1] + changed, Math.min(before[column], now[column - 1]) + 1);
      }
      before = now;
    }
    return before[to.length()];
  }
}
