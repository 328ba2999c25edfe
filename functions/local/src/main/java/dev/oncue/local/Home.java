package dev.oncue.local;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Leads a browser that opens the bare address to the viewer's page. On Knative the address of a
 * function takes events alone, so this is part of the local engine only.
 *
 * <p>Behind a proxy that takes a prefix off its paths, {@code /oncue/} say, the way is there as
 * well: it is relative, and where the proxy names the prefix in {@code X-Forwarded-Prefix}, it
 * begins with that. No proxy has to be trusted for it: the answer goes to the one who asked alone,
 * and a prefix can only be a path.
 */
@Singleton
final class Home {
  private static final int BEFORE_EVENTS = -2_000;
  private static final String PAGE = "viewer.html?stream=" + Greeting.STREAM;

  private static final int LONGEST_PREFIX = 256;

  /** A path of the same origin: two slashes would begin the name of another host. */
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+/?");

  void routes(@Observes Router router) {
    router.get("/").order(BEFORE_EVENTS).handler(Home::enter);
  }

  private static void enter(RoutingContext context) {
    String accept = context.request().getHeader("Accept");
    if (accept == null || !accept.contains("text/html")) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(302)
        .putHeader("Location", page(context.request().getHeader("X-Forwarded-Prefix")))
        .putHeader("Vary", "X-Forwarded-Prefix")
        .putHeader("Cache-Control", "no-store")
        .end();
  }

  /** The address of the page, for a browser that came by a prefix or by none. */
  private static String page(String prefix) {
    if (prefix == null || prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
      return PAGE;
    }
    return (prefix.endsWith("/") ? prefix : prefix + "/") + PAGE;
  }
}
