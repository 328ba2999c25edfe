package dev.oncue.local;

import dev.oncue.http.Caller;
import dev.oncue.http.Group;
import dev.oncue.http.Tokens;
import dev.oncue.stream.StreamId;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Prints where the pages are, once they can be reached. */
@Singleton
final class Greeting {
  private static final Duration TTL = Duration.ofDays(1);

  /** The stream a newcomer starts with. */
  static final String STREAM = "demo";

  private final Tokens tokens;

  @Inject
  Greeting(Tokens tokens) {
    this.tokens = tokens;
  }

  void print(@ObservesAsync HttpServerStart started) {
    // The port that is listened on, which is another than the one asked for when that was 0.
    int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    String origin = "http://" + started.options().getHost() + ":" + port;
    Caller producer =
        new Caller(StreamId.DEFAULT_TENANT, "local-producer", Set.of(Group.PRODUCER), null);
    String token = tokens.sign(producer, Instant.now().plus(TTL));
    System.out.printf(
        "%nOncue is on.%n  host:   %s/host.html#stream=%s&token=%s%n  viewer: %s/viewer.html?stream=%s%n%n",
        origin, STREAM, token, origin, STREAM);
  }
}
