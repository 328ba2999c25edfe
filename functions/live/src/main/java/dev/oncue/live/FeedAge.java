package dev.oncue.live;

import dev.oncue.http.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long a feed may go on. What stands before a function, as Knative's sidecar does, cuts a long
 * request off without a word; a feed that ends before that tells its client when to come back.
 * Thread-safe.
 */
@Singleton
final class FeedAge {
  private final Vertx vertx;
  private final long maxMillis;

  /**
   * @param max ISO 8601; zero: feeds go on for ever
   */
  @Inject
  FeedAge(
      Vertx vertx, @ConfigProperty(name = "oncue.feed.max-age", defaultValue = "PT0S") String max) {
    this.vertx = vertx;
    this.maxMillis = Settings.duration("ONCUE_FEED_MAX_AGE", max).toMillis();
  }

  /**
   * Sends the subscriber away after 80 to 100 % of the time, so that those who came in one moment
   * do not all go in one. Call it on the event loop of the connection.
   */
  void limit(RoutingContext context, Subscriber subscriber) {
    if (maxMillis == 0) {
      return;
    }
    long millis = ThreadLocalRandom.current().nextLong(maxMillis * 4 / 5, maxMillis) + 1;
    long timer = vertx.setTimer(millis, due -> subscriber.sendAway());
    context.addEndHandler(gone -> vertx.cancelTimer(timer));
  }
}
