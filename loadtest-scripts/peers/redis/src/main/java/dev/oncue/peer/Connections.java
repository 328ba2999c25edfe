package dev.oncue.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One connection to Redis for each event loop, made when it is first needed and again when it
 * broke. Requests follow each other on it without waiting for answers, and no request or answer
 * changes threads.
 */
@Singleton
final class Connections {
  /** Requests without an answer yet; beyond, a vote is refused. */
  private static final int MAX_WAITING = 50_000;

  private final Vertx vertx;
  private final RedisOptions options;
  private final ThreadLocal<Future<RedisConnection>> mine = new ThreadLocal<>();

  @Inject
  Connections(
      Vertx vertx,
      @ConfigProperty(name = "peer.redis", defaultValue = "redis://127.0.0.1:6379") String redis) {
    this.vertx = vertx;
    options = new RedisOptions().setConnectionString(redis).setMaxWaitingHandlers(MAX_WAITING);
  }

  /** Sends a request on the connection of this event loop. */
  Future<Response> send(Request request) {
    return mine().compose(connection -> connection.send(request));
  }

  /** Sends requests in one write. */
  Future<List<Response>> send(List<Request> requests) {
    return mine().compose(connection -> connection.batch(requests));
  }

  private Future<RedisConnection> mine() {
    Future<RedisConnection> connection = mine.get();
    return connection != null ? connection : connect();
  }

  private Future<RedisConnection> connect() {
    // A client keeps all its connections on the event loop that it was made on.
    Redis client = Redis.createClient(vertx, options);
    Future<RedisConnection> connection = client.connect().compose(Script::load);
    mine.set(connection);
    connection
        .onFailure(fault -> drop(client))
        .onSuccess(there -> there.endHandler(ended -> drop(client)));
    return connection;
  }

  private void drop(Redis client) {
    mine.remove();
    client.close();
  }
}
