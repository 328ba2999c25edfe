package dev.oncue.local;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Leads a browser that opens the bare address to the viewer's page. On Knative the address of a
 * function takes events alone, so this is part of the local engine only.
 */
@Singleton
final class Home {
  private static final int BEFORE_EVENTS = -2_000;

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
        .putHeader("Location", "/viewer.html?stream=" + Greeting.STREAM)
        .putHeader("Cache-Control", "no-store")
        .end();
  }
}
