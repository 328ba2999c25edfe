package dev.oncue.warmpool.plan;

import dev.oncue.http.settings.SettingErrors;
import dev.oncue.http.settings.SettingException;
import java.time.Duration;
import java.util.List;

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
  /** The environment variable of the mode. */
  public static final String MODE = "ONCUE_WARM_POOL_MODE";

  /**
   * Checks what settings ask of each other.
   *
   * @throws SettingException when one breaks its rule
   */
  public static PoolSettings of(PoolConfig config) {
    return new PoolSettings(
        config.mode() == PoolConfig.Mode.KNATIVE,
        config.lead(),
        config.hold(),
        List.of(
            function("vote", Measure.VOTERS, config.vote()),
            function("reaction", Measure.VIEWERS, config.reaction()),
            function("live", Measure.VIEWERS, config.live()),
            function("poll-open", Measure.WINDOWS, config.pollOpen()),
            function("poll-close", Measure.WINDOWS, config.pollClose())));
  }

  private static FunctionSettings function(
      String name, Measure measure, PoolConfig.Instances config) {
    if (config.floor() > config.ceiling()) {
      String own = SettingErrors.variable("oncue.warm-pool." + name);
      throw new SettingException(
          own + "_FLOOR", "must be at most " + own + "_CEILING, " + config.ceiling());
    }
    return new FunctionSettings(
        name,
        measure,
        config.share(),
        config.capacity(),
        config.headroom(),
        config.floor(),
        config.ceiling());
  }
}
