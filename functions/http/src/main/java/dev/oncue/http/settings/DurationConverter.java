package dev.oncue.http.settings;

import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a duration in ISO 8601 that is not negative, and a hundred years at most. A setting with
 * other limits has a subclass.
 */
public class DurationConverter implements Converter<Duration> {
  private static final long serialVersionUID = 1L;

  /** What is longer could not be added to every instant. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Duration min;
  private final Duration max;
  private final String limits;

  public DurationConverter() {
    this(LONGEST, "P36500D");
  }

  /**
   * @param words the limit as a user writes it
   */
  protected DurationConverter(Duration max, String words) {
    this(Duration.ZERO, max, "at most " + words);
  }

  /** Both ends are allowed. */
  protected DurationConverter(Duration min, Duration max) {
    this(min, max, "from " + min + " to " + max);
  }

  private DurationConverter(Duration min, Duration max, String limits) {
    this.min = min;
    this.max = max;
    this.limits = limits;
  }

  @Override
  public Duration convert(String text) {
    Duration duration = parse(text);
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw new IllegalArgumentException("must be " + limits + ", not " + text);
    }
    return duration;
  }

  private Duration parse(String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Falls through to the same rule.
    }
    throw new IllegalArgumentException(
        "must be a duration in ISO 8601 like PT20S, " + limits + ", not " + text);
  }
}
