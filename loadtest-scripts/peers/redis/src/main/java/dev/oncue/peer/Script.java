package dev.oncue.peer;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A script that Redis runs, from start to end with nothing in between. */
enum Script {
  OPEN("open"),
  CLOSE("close"),
  CAST("cast"),
  CAST_BATCH("cast-batch");

  private final String text;
  private final byte[] sha;

  Script(String name) {
    text = read("/lua/" + name + ".lua");
    sha = sha1(text).getBytes(StandardCharsets.US_ASCII);
  }

  private static String read(String resource) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes all of them known to the server. */
  static Future<RedisConnection> load(RedisConnection connection) {
    List<Request> loads =
        List.of(values()).stream()
            .map(script -> Request.cmd(Command.SCRIPT, "LOAD", script.text))
            .toList();
    return connection.batch(loads).map(connection);
  }

  /** A call on a poll and its ballots; the arguments are still to be added. */
  Request on(PollKey poll) {
    return Request.cmd(Command.EVALSHA).arg(sha).arg(2).arg(poll.state()).arg(poll.ballots());
  }
}
