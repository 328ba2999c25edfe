package dev.oncue.peer;

import dev.oncue.peer.BallotBox.Vote;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.ConnectException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Votes and polls, as far as the benchmark needs them. Runs on the event loop. */
@Path("/")
public final class PollResource {
  private final Tokens tokens;
  private final Store store;
  private final BallotBox ballots;

  record Option(String id) {}

  record Opening(String stream, String poll, List<Option> options) {}

  record Closing(String stream, String poll) {}

  /**
   * What a viewer is told whose ballot counts.
   *
   * @param castAt when this request was answered; a repeat has a time of its own
   * @param receipt names the ballot and proves nothing
   */
  record Accepted(
      String outcome,
      String stream,
      String poll,
      List<String> options,
      String castAt,
      String receipt) {}

  @Inject
  PollResource(Tokens tokens, Store store, BallotBox ballots) {
    this.tokens = tokens;
    this.store = store;
    this.ballots = ballots;
  }

  /** Takes a ballot; the same one again is accepted as the first. */
  @POST
  @Path("/vote")
  public Uni<Accepted> vote(@HeaderParam("Authorization") String authorization, Vote vote) {
    String viewer = tokens.require(authorization, "viewer");
    Problem.MALFORMED.unless(vote != null && areTexts(vote.stream(), vote.poll(), vote.option()));
    return UniHelper.toUni(
        ballots.cast(viewer, vote).map(outcome -> accepted(outcome, vote, viewer)));
  }

  private static Accepted accepted(int outcome, Vote vote, String viewer) {
    Problem.requireAccepted(outcome);
    return new Accepted(
        "accepted",
        vote.stream(),
        vote.poll(),
        List.of(vote.option()),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        vote.stream() + '/' + vote.poll() + '/' + viewer);
  }

  /** Opens a poll that stays open until it is closed. */
  @POST
  @Path("/poll-open")
  @ResponseStatus(201)
  public Uni<Map<String, Object>> open(
      @HeaderParam("Authorization") String authorization, Opening opening) {
    tokens.require(authorization, "producer");
    Problem.MALFORMED.unless(opening != null && areTexts(opening.stream(), opening.poll()));
    Problem.MALFORMED.unless(opening.options() != null && opening.options().size() >= 2);
    Request request = Store.call("open", opening.stream(), opening.poll());
    for (Option option : opening.options()) {
      Problem.MALFORMED.unless(option != null && areTexts(option.id()));
      request.arg(option.id());
    }
    return UniHelper.toUni(
        store
            .send(request)
            .map(
                opened -> {
                  Problem.POLL_EXISTS.unless(opened.toInteger() == 1);
                  return Map.of(
                      "stream", opening.stream(), "poll", opening.poll(), "status", "open");
                }));
  }

  /** Closes a poll and tells its result; the same each time. */
  @POST
  @Path("/poll-close")
  public Uni<Map<String, Object>> close(
      @HeaderParam("Authorization") String authorization, Closing closing) {
    tokens.require(authorization, "producer");
    Problem.MALFORMED.unless(closing != null && areTexts(closing.stream(), closing.poll()));
    return UniHelper.toUni(
        store
            .send(Store.call("close", closing.stream(), closing.poll()))
            .map(
                reply ->
                    Map.of(
                        "stream", closing.stream(),
                        "poll", closing.poll(),
                        "status", "closed",
                        "result", result(reply))));
  }

  private static Map<String, Object> result(Response reply) {
    Problem.UNKNOWN_POLL.unless(reply.size() > 0);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 1; i < reply.size(); i += 2) {
      counts.put(reply.get(i).toString(), reply.get(i + 1).toInteger());
    }
    return Map.of("ballots", reply.get(0).toInteger(), "counts", counts, "final", true);
  }

  private static boolean areTexts(String... texts) {
    return Stream.of(texts).noneMatch(text -> text == null || text.isEmpty());
  }

  /** Redis cannot be reached: the vote was not acknowledged and may come again. */
  @ServerExceptionMapper({ErrorType.class, NoStackTraceThrowable.class, ConnectException.class})
  jakarta.ws.rs.core.Response unavailable() {
    return Problem.UNAVAILABLE.response();
  }
}
