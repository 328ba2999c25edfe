package dev.oncue.warmpool;

import dev.oncue.http.SettingException;
import dev.oncue.http.Settings;
import dev.oncue.window.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the pool is set.
 *
 * @param keeps whether it keeps instances hot; {@code false}: it only watches
 * @param lead how long before a window warming begins, unless the window says otherwise
 * @param hold how long after a window its instances are held
 * @param functions which it looks after, each once
 */
public record PoolSettings(
    boolean keeps, Duration lead, Duration hold, List<FunctionSettings> functions) {
  private static final String PREFIX = "ONCUE_WARM_POOL_";
  static final String MODE = PREFIX + "MODE";
  private static final Duration MAX_HOLD = Duration.ofHours(1);
  private static final int MAX_CAPACITY = 1_000_000;
  private static final int MAX_INSTANCES = 10_000;
  private static final BigDecimal MAX_FACTOR = BigDecimal.TEN;

  private static final List<FunctionSettings> DEFAULTS =
      List.of(
          function("vote", Measure.VOTERS, "0.85", 5_000, 100),
          function("reaction", Measure.VIEWERS, "0.2", 5_000, 50),
          function("live", Measure.VIEWERS, "1", 10_000, 50),
          function("poll-open", Measure.WINDOWS, "1", 1_000, 5),
          function("poll-close", Measure.WINDOWS, "1", 1_000, 5));

  private static FunctionSettings function(
      String name, Measure measure, String share, int capacity, int ceiling) {
    BigDecimal headroom = new BigDecimal("1.2");
    return new FunctionSettings(
        name, measure, new BigDecimal(share), capacity, headroom, 0, ceiling);
  }

  /**
   * Reads the settings.
   *
   * @param settings gives the value of a config property
   * @throws SettingException when one breaks its rule
   */
  public static PoolSettings read(Function<String, Optional<String>> settings) {
    return new PoolSettings(
        keeps(text(settings, MODE, "observe").strip()),
        atMost(settings, "LEAD", "PT2M", Window.MAX_LEAD),
        atMost(settings, "HOLD", "PT1M", MAX_HOLD),
        DEFAULTS.stream().map(function -> read(settings, function)).toList());
  }

  private static boolean keeps(String mode) {
    return switch (mode) {
      case "observe" -> false;
      case "knative" -> true;
      default -> throw new SettingException(MODE, "must be observe or knative, not " + mode);
    };
  }

  private static FunctionSettings read(
      Function<String, Optional<String>> settings, FunctionSettings fallback) {
    String own = PREFIX + fallback.name().replace('-', '_').toUpperCase(Locale.ROOT) + '_';
    int ceiling = number(settings, own + "CEILING", fallback.ceiling(), 1, MAX_INSTANCES);
    int floor = number(settings, own + "FLOOR", fallback.floor(), 0, MAX_INSTANCES);
    if (floor > ceiling) {
      throw new SettingException(own + "FLOOR", "must be at most " + own + "CEILING, " + ceiling);
    }
    return new FunctionSettings(
        fallback.name(),
        fallback.measure(),
        decimal(settings, own + "SHARE", fallback.share(), BigDecimal.ZERO),
        number(settings, own + "CAPACITY", fallback.capacity(), 1, MAX_CAPACITY),
        decimal(settings, own + "HEADROOM", fallback.headroom(), BigDecimal.ONE),
        floor,
        ceiling);
  }

  private static int number(
      Function<String, Optional<String>> settings, String name, int fallback, int min, int max) {
    return Settings.number(name, text(settings, name, Integer.toString(fallback)), min, max);
  }

  private static BigDecimal decimal(
      Function<String, Optional<String>> settings,
      String name,
      BigDecimal fallback,
      BigDecimal min) {
    String text = text(settings, name, fallback.toPlainString());
    return Settings.decimal(name, text, min, MAX_FACTOR);
  }

  private static Duration atMost(
      Function<String, Optional<String>> settings, String name, String fallback, Duration max) {
    Duration duration = Settings.duration(PREFIX + name, text(settings, PREFIX + name, fallback));
    if (duration.compareTo(max) > 0) {
      throw new SettingException(PREFIX + name, "must be at most " + max + ", not " + duration);
    }
    return duration;
  }

  private static String text(
      Function<String, Optional<String>> settings, String name, String fallback) {
    return settings.apply(Settings.propertyOf(name)).orElse(fallback);
  }
}
