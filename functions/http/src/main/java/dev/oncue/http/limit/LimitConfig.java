package dev.oncue.http.limit;

import dev.oncue.http.settings.IntConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/**
 * What a tenant may have at once. What there is already stays, also when a limit is lowered below
 * it; only new things are refused.
 */
@ConfigMapping(prefix = "oncue.limit")
public interface LimitConfig {
  /** How many polls of a tenant may be open. */
  @WithDefault("1000")
  @WithConverter(Number.class)
  int openPolls();

  /**
   * How many polls of a tenant may be scheduled. A scheduled poll opens in any case; where the
   * tenant then has more open polls than it may have, those count here.
   */
  @WithDefault("2000")
  @WithConverter(Number.class)
  int scheduledPolls();

  /** How many polls of one stream may be open or scheduled. */
  @WithDefault("200")
  @WithConverter(Number.class)
  int streamPolls();

  /**
   * How many streams of a tenant may have polls or a latency. As many more may have reactions
   * alone.
   */
  @WithDefault("10000")
  @WithConverter(Number.class)
  int streams();

  /** How many tickets a tenant gets in a minute. Guests of local get as many. */
  @WithDefault("100000")
  @WithConverter(Number.class)
  int tickets();

  /** The limits. */
  final class Number extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Number() {
      super(1, Integer.MAX_VALUE);
    }
  }
}
