package dev.oncue.live;

import dev.oncue.http.settings.DurationConverter;
import dev.oncue.http.settings.IntConverter;
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

  /**
   * How many feeds may be open at this instance. One more is answered 503 {@code overloaded}. Each
   * takes a connection, and some 16 KiB of memory.
   */
  @WithDefault("50000")
  @WithConverter(Limit.class)
  int maxOpen();

  /** How many of them may be of one tenant. One more is answered 429 {@code rate-limited}. */
  @WithDefault("40000")
  @WithConverter(Limit.class)
  int maxPerTenant();

  /**
   * How many of them may be of one caller, which is one {@code sub} of a tenant. One more is
   * answered 429 {@code rate-limited}.
   */
  @WithDefault("1000")
  @WithConverter(Limit.class)
  int maxPerCaller();

  /**
   * Of how many streams one caller may have feeds with tokens that name no stream. One more is
   * answered 429 {@code rate-limited}.
   */
  @WithDefault("100")
  @WithConverter(Limit.class)
  int maxStreamsPerCaller();

  /**
   * How many streams may be followed at this instance. One more is answered 503 {@code overloaded}.
   */
  @WithDefault("10000")
  @WithConverter(Limit.class)
  int maxStreams();

  /** How many of them may be of one tenant. One more is answered 429 {@code rate-limited}. */
  @WithDefault("8000")
  @WithConverter(Limit.class)
  int maxStreamsPerTenant();

  /** The limits. */
  final class Limit extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Limit() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** The limits. */
  final class KeepAlive extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public KeepAlive() {
      super(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
  }
}
