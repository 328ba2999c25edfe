package dev.oncue.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
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
 * The functions of {@code polls.lua} in Redis, over one connection for each event loop, which is
 * made when it is first needed and again when it broke. Requests follow each other on it without
 * waiting for answers, and no request or answer changes threads.
 */
@Singleton
final class Store {
  /** Requests without an answer yet; beyond, a vote is refused. */
  private static final int MAX_WAITING = 50_000;

  private static final Command FCALL = Command.create("FCALL");

  private final Vertx vertx;
  private final RedisOptions options;
  private final ThreadLocal<Future<RedisConnection>> connections = new ThreadLocal<>();

  @Inject
  Store(
      Vertx vertx,
      @ConfigProperty(name = "peer.redis", defaultValue = "redis://127.0.0.1:6379") String redis) {
    this.vertx = vertx;
    options = new RedisOptions().setConnectionString(redis).setMaxWaitingHandlers(MAX_WAITING);
  }

  /** A call on a poll and its ballots; the arguments are still to be added. */
  static Request call(String function, String stream, String poll) {
    String key = "{" + stream + '/' + poll + '}';
    return Request.cmd(FCALL).arg(function).arg(2).arg("poll:" + key).arg("ballots:" + key);
  }

  /** Sends a request on the connection of this event loop. */
  Future<Response> send(Request request) {
    return connection().compose(connection -> connection.send(request));
  }

  /** Sends requests in one write. */
  Future<List<Response>> send(List<Request> requests) {
    return connection().compose(connection -> connection.batch(requests));
  }

  private Future<RedisConnection> connection() {
    Future<RedisConnection> known = connections.get();
    if (known != null) {
      return known;
    }
    // A client keeps all its connections on the event loop that it was made on.
    Redis client = Redis.createClient(vertx, options);
    Future<RedisConnection> made = client.connect();
    connections.set(made);
    made.onFailure(fault -> drop(client))
        .onSuccess(connection -> connection.endHandler(ended -> drop(client)));
    return made;
  }

  private void drop(Redis client) {
    connections.remove();
    client.close();
  }
}
