package dev.oncue.loadtest;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line: {@code --name value} and {@code --flag}. Given twice, the last one counts. */
public final class Options {
  private static final String SET = "true";

  private final Map<String, String> given = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @param valued the options that take a value
   * @param flags the options that take none
   */
  public static Options parse(String[] args, Set<String> valued, Set<String> flags)
      throws BadOptionException {
    Options options = new Options();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (flags.contains(word)) {
        options.given.put(word, SET);
      } else if (!valued.contains(word)) {
        throw new BadOptionException(word + " is not an option; --help shows which there are");
      } else if (!words.hasNext()) {
        throw new BadOptionException(word + " needs a value");
      } else {
        options.given.put(word, words.next());
      }
    }
    return options;
  }

  /** Whether an option was given. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** The option's value as it was given. */
  public String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String name, int otherwise, int min, int max) throws BadOptionException {
    if (!has(name)) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(given.get(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // The rule below says it.
    }
    throw refused(name, "a whole number from " + min + " to " + max);
  }

  /** An ISO 8601 duration from {@code min} to {@code max}. */
  public Duration duration(String name, Duration otherwise, Duration min, Duration max)
      throws BadOptionException {
    if (!has(name)) {
      return otherwise;
    }
    try {
      Duration value = Duration.parse(given.get(name));
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
    } catch (DateTimeParseException notADuration) {
      // The rule below says it.
    }
    throw refused(name, "an ISO 8601 duration from " + min + " to " + max);
  }

  private BadOptionException refused(String name, String rule) {
    return new BadOptionException(name + " must be " + rule + ", not '" + given.get(name) + "'");
  }
}
