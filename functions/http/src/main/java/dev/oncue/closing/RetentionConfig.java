package dev.oncue.closing;

import dev.oncue.http.settings.DurationConverter;
import dev.oncue.http.settings.IntConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Closed polls, which are kept with their ballots. What comes first, removes a poll. */
@ConfigMapping(prefix = "oncue.retention")
public interface RetentionConfig {
  /** How long a closed poll is kept. */
  @WithDefault("P7D")
  @WithConverter(DurationConverter.class)
  Duration time();

  /** How many closed polls of a tenant are kept. With more than that, its oldest go. */
  @WithDefault("10000")
  @WithConverter(Polls.class)
  int polls();

  /** How many closed polls of one stream are kept. */
  @WithDefault("2000")
  @WithConverter(Polls.class)
  int streamPolls();

  /**
   * How many closed polls of all tenants are kept. With more than that, the tenants that have the
   * most lose their oldest.
   */
  @WithDefault("30000")
  @WithConverter(Polls.class)
  int allPolls();

  /** The limits. */
  final class Polls extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Polls() {
      super(1, Integer.MAX_VALUE);
    }
  }
}
