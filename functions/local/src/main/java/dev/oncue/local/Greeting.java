package dev.oncue.local;

import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.stream.StreamId;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    String host = started.options().getHost();
    Instant end = Instant.now().plus(TTL);
    Caller producer =
        new Caller(StreamId.DEFAULT_TENANT, "local-producer", Set.of(Group.PRODUCER), null, end);
    String token = tokens.sign(producer);
    System.out.print(text(host, port, token, Origins.ofThisMachine()));
  }

  /**
   * What is printed. The token stands in one line alone, for a browser on this machine.
   *
   * @param addresses those of this machine
   */
  static String text(String host, int port, String token, List<InetAddress> addresses) {
    StringBuilder text = new StringBuilder("\nOncue is on.\n");
    String here = Origins.here(host, port);
    text.append("  host:   %s/host.html#stream=%s&token=%s%n".formatted(here, STREAM, token));
    text.append("  viewer: %s/viewer.html?stream=%s%n".formatted(here, STREAM));
    for (String there : Origins.elsewhere(host, port, addresses)) {
      text.append("  viewer: %s/viewer.html?stream=%s (from a phone)%n".formatted(there, STREAM));
    }
    return text.append('\n').toString();
  }
}
