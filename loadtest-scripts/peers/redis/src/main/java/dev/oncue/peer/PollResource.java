package dev.oncue.peer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;

/** {@code POST /poll-open} and {@code POST /poll-close}, as far as votes need them. */
@Path("/")
public final class PollResource {
  private final Tokens tokens;
  private final Connections connections;

  @Inject
  PollResource(Tokens tokens, Connections connections) {
    this.tokens = tokens;
    this.connections = connections;
  }

  /** Opens a poll that stays open until it is closed. */
  @POST
  @Path("/poll-open")
  @ResponseStatus(201)
  public Uni<Map<String, Object>> open(
      @HeaderParam("Authorization") String authorization, Opening opening) {
    tokens.caller(authorization).require("producer");
    Problem.requireWellFormed(opening != null && opening.isComplete());
    Request request = Script.OPEN.on(opening.key());
    opening.options().forEach(option -> request.arg(option.id()));
    return UniHelper.toUni(
        connections
            .send(request)
            .map(
                opened -> {
                  if (opened.toInteger() == 0) {
                    throw Problem.POLL_EXISTS.exception();
                  }
                  return Map.of(
                      "stream", opening.stream(), "poll", opening.poll(), "status", "open");
                }));
  }

  /** Closes a poll and tells its result; the same each time. */
  @POST
  @Path("/poll-close")
  public Uni<Map<String, Object>> close(
      @HeaderParam("Authorization") String authorization, Closing closing) {
    tokens.caller(authorization).require("producer");
    Problem.requireWellFormed(closing != null && closing.isComplete());
    return UniHelper.toUni(
        connections
            .send(Script.CLOSE.on(closing.key()))
            .map(
                reply ->
                    Map.of(
                        "stream",
                        closing.stream(),
                        "poll",
                        closing.poll(),
                        "status",
                        "closed",
                        "result",
                        result(reply))));
  }

  private static Map<String, Object> result(Response reply) {
    if (reply.size() == 0) {
      throw Problem.UNKNOWN_POLL.exception();
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 1; i < reply.size(); i += 2) {
      counts.put(reply.get(i).toString(), reply.get(i + 1).toInteger());
    }
    return Map.of("ballots", reply.get(0).toInteger(), "counts", counts, "final", true);
  }

  record Option(String id) {}

  record Opening(String stream, String poll, List<Option> options) {
    boolean isComplete() {
      return key().isComplete()
          && options != null
          && options.size() >= 2
          && options.stream().allMatch(Opening::hasId);
    }

    private static boolean hasId(Option option) {
      return option != null && option.id() != null && !option.id().isEmpty();
    }

    PollKey key() {
      return new PollKey(stream, poll);
    }
  }

  record Closing(String stream, String poll) {
    boolean isComplete() {
      return key().isComplete();
    }

    PollKey key() {
      return new PollKey(stream, poll);
    }
  }
}
