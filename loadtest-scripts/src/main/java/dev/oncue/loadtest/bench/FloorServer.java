package dev.oncue.loadtest.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The floor: a bare Vert.x server that reads each body and answers the same JSON. What no engine on
 * this stack can undercut. One event loop per core, on the port in {@code PORT}, as the engine has
 * it.
 */
public final class FloorServer extends AbstractVerticle {
  private static final Buffer BODY =
      Buffer.buffer(
          "{\"outcome\":\"accepted\",\"stream\":\"bench\",\"poll\":\"round-1\",\"options\":[\"red\"],"
              + "\"castAt\":\"2026-01-01T00:00:00.000Z\","
              + "\"receipt\":\"0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrst\"}");

  /** Starts it; it runs until the process is stopped. */
  public static void main(String[] args) {
    int cores = Runtime.getRuntime().availableProcessors();
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores))
        .deployVerticle(FloorServer.class, new DeploymentOptions().setInstances(cores));
  }

  @Override
  public void start() {
    int port = Integer.parseInt(System.getenv("PORT"));
    vertx.createHttpServer().requestHandler(FloorServer::answer).listen(port, "127.0.0.1");
  }

  private static void answer(HttpServerRequest request) {
    request.response().putHeader("content-type", "application/json");
    request.body().onSuccess(body -> request.response().end(BODY.copy()));
  }
}
