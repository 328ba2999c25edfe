package dev.oncue.live;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a feed may go on: no longer than the token that it was opened with, and no longer than
 * what stands in front allows. A proxy, as Knative's sidecar, cuts a long request off without a
 * word; a feed that ends before that tells its client when to come back. Thread-safe.
 */
@Singleton
final class FeedAge {
  /** A timer that is set for ever later would overflow. */
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private final Vertx vertx;
  private final Clock clock;
  private final long maxMillis;

  @Inject
  FeedAge(Vertx vertx, Clock clock, FeedConfig config) {
    this.vertx = vertx;
    this.clock = clock;
    this.maxMillis = config.maxAge().toMillis();
  }

  /**
   * Tells the subscriber to reconnect when its time is over. Call it on the event loop of the
   * connection.
   *
   * @param tokenEnd the end of its token
   */
  void limit(RoutingContext context, Subscriber subscriber, Instant tokenEnd) {
    long millis = Math.min(untilMillis(tokenEnd), ageMillis());
    long timer = vertx.setTimer(Math.max(1, millis), due -> subscriber.reconnect());
    context.addEndHandler(gone -> vertx.cancelTimer(timer));
  }

  private long untilMillis(Instant end) {
    Instant now = clock.instant();
    long seconds = end.getEpochSecond() - now.getEpochSecond();
    return seconds > LONGEST_SECONDS
        ? Duration.ofSeconds(LONGEST_SECONDS).toMillis()
        : Duration.between(now, end).toMillis();
  }

  /** 80 to 100 % of the longest, so that those who came in one moment do not all go in one. */
  private long ageMillis() {
    return maxMillis == 0
        ? Long.MAX_VALUE
        : ThreadLocalRandom.current().nextLong(maxMillis * 4 / 5, maxMillis) + 1;
  }
}
