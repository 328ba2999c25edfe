package dev.oncue.local;

import dev.oncue.http.request.CorsConfig;
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
import java.util.StringJoiner;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Prints where the pages are, and what is open to everybody, once they can be reached. */
@Singleton
final class Greeting {
  private static final Duration TTL = Duration.ofDays(1);

  /** The stream a newcomer starts with. */
  static final String STREAM = "demo";

  private final Tokens tokens;
  private final LocalConfig local;
  private final CorsConfig cors;

  @Inject
  Greeting(Tokens tokens, LocalConfig local, CorsConfig cors) {
    this.tokens = tokens;
    this.local = local;
    this.cors = cors;
  }

  void print(@ObservesAsync HttpServerStart started) {
    // The port that is listened on, which is another than the one asked for when that was 0.
    int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    String host = started.options().getHost();
    System.out.print(
        text(host, port, local.printToken() ? token() : null, Origins.ofThisMachine())
            + open(local.guests(), cors.origins())
            + '\n');
  }

  private String token() {
    Instant end = Instant.now().plus(TTL);
    return tokens.sign(
        new Caller(StreamId.DEFAULT_TENANT, "local-producer", Set.of(Group.PRODUCER), null, end));
  }

  /**
   * The addresses. The token stands in one line alone, for a browser on this machine.
   *
   * @param token a producer's; {@code null}: it is not to be printed
   * @param addresses those of this machine
   */
  static String text(String host, int port, @Nullable String token, List<InetAddress> addresses) {
    StringBuilder text = new StringBuilder("\nOncue is on.\n");
    String here = Origins.here(host, port);
    text.append("  host:   %s/host.html#stream=%s".formatted(here, STREAM));
    text.append(token == null ? "&token=<a producer's token>\n" : "&token=" + token + "\n");
    text.append("  viewer: %s/viewer.html?stream=%s%n".formatted(here, STREAM));
    for (String there : Origins.elsewhere(host, port, addresses)) {
      text.append("  viewer: %s/viewer.html?stream=%s (from a phone)%n".formatted(there, STREAM));
    }
    return text.toString();
  }

  /** What is open to everybody who reaches those addresses, and which settings close it. */
  static String open(boolean guests, String origins) {
    StringJoiner open = new StringJoiner(", ", "  open:   to ", "\n").setEmptyValue("");
    if (guests) {
      open.add("guests (ONCUE_LOCAL_GUESTS)");
    }
    if (origins.equals("*")) {
      open.add("pages of all origins (ONCUE_CORS_ORIGINS)");
    }
    return open.toString();
  }
}
