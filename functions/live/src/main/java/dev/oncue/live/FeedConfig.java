package dev.oncue.live;

import dev.oncue.http.settings.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Feeds. Read by {@code live} and the local engine. */
@ConfigMapping(prefix = "oncue.feed")
public interface FeedConfig {
  /**
   * How long a feed may go on; {@code PT0S}: for ever. A feed ends after 80 to 100 % of that, with
   * a hint when to come back. Set it below the timeout of what stands in front, as a proxy or
   * Knative, which cuts long requests off without a hint.
   */
  @WithDefault("PT0S")
  @WithConverter(DurationConverter.class)
  Duration maxAge();

  /**
   * How often a comment keeps the connection of a feed alive on which nothing happens. Set it below
   * the time after which what stands in front takes a silent connection for dead.
   */
  @WithDefault("PT15S")
  @WithConverter(KeepAlive.class)
  Duration keepAlive();

  /** The limits. */
  final class KeepAlive extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public KeepAlive() {
      super(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
  }
}
