package dev.oncue.http.limit;

import dev.oncue.ContendedException;
import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import dev.oncue.http.limit.ClaimBatch.Wish;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLimits;
import dev.oncue.poll.TenantPolls;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Admits what each tenant may have so much of and no more. Several instances that admit at the same
 * time keep to the limit together: what they admit, they claim in the grid. Streams of priming are
 * admitted in any case. Thread-safe; never blocks.
 *
 * <p>Each method's stage fails with the refusal, whose detail is the rule.
 */
@Singleton
public final class Limits {
  /** How much longer than needed a stream is claimed, so that it is claimed again once a day. */
  private static final Duration SPARE = Duration.ofDays(1);

  /** Streams that are remembered as claimed; beyond, all are asked for again. */
  private static final int MAX_KNOWN = 100_000;

  private final ClaimCalls calls;
  private final Clock clock;
  private final PollLimits polls;
  private final int streams;
  private final int tickets;
  private final MeterRegistry meters;

  /** Streams with reactions that are claimed, and until when. */
  private final Map<StreamId, Instant> reactionStreams = new ConcurrentHashMap<>();

  /** Streams whose first reactions wait: one claim for a crowd. */
  private final Map<StreamId, CompletableFuture<Void>> beingClaimed = new ConcurrentHashMap<>();

  /** Tickets that were given while the grid was away. */
  private final Map<String, ClaimSet> ownTickets = new ConcurrentHashMap<>();

  @Inject
  Limits(Vertx vertx, Grid grid, Clock clock, LimitConfig config, MeterRegistry meters) {
    this.calls = new ClaimCalls(vertx, grid, clock);
    this.clock = clock;
    this.polls = new PollLimits(config.openPolls(), config.scheduledPolls(), config.streamPolls());
    this.streams = config.streams();
    this.tickets = config.tickets();
    this.meters = meters;
  }

  /** Admits a new poll, and its stream. */
  public CompletionStage<Void> admit(Poll poll) {
    StreamId stream = poll.id().stream();
    if (stream.isScratch()) {
      return CompletableFuture.completedFuture(null);
    }
    Instant until = clock.instant().plus(ClaimKind.POLLS.longest());
    return counted(calls.make(new StreamClaim(stream, until, streams), new PollClaim(poll, polls)));
  }

  /** Admits that a stream has a latency. */
  public CompletionStage<Void> admitLatency(StreamId stream) {
    Instant until = clock.instant().plus(Latencies.KEPT);
    return counted(calls.make(new StreamClaim(stream, until, streams)));
  }

  /** Admits that a stream has reactions. Costs nothing for one that was admitted here lately. */
  public CompletionStage<Void> admitReactions(StreamId stream) {
    Instant needed = clock.instant().plus(Reactions.KEPT);
    Instant known = reactionStreams.get(stream);
    if (stream.isScratch() || known != null && !known.isBefore(needed)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = beingClaimed.putIfAbsent(stream, mine);
    if (other != null) {
      return other;
    }
    claimReactions(stream, needed.plus(SPARE))
        .whenComplete(
            (admitted, failure) -> {
              beingClaimed.remove(stream, mine);
              if (failure == null) {
                mine.complete(null);
              } else {
                mine.completeExceptionally(StageFailure.cause(failure));
              }
            });
    return mine;
  }

  private CompletionStage<Void> claimReactions(StreamId stream, Instant until) {
    return counted(calls.make(new ReactionStreamClaim(stream, until, streams)))
        .thenAccept(
            admitted -> {
              if (reactionStreams.size() >= MAX_KNOWN) {
                reactionStreams.clear();
              }
              reactionStreams.put(stream, until);
            });
  }

  /** Admits a ticket that a producer asks for. */
  public CompletionStage<Void> admitTicket(String tenant) {
    return admit(new TicketClaim(ClaimKind.TICKETS, tenant, tickets));
  }

  /** Admits a guest's ticket. Guests take no tickets from producers. */
  public CompletionStage<Void> admitGuest(String tenant) {
    return admit(new TicketClaim(ClaimKind.GUEST_TICKETS, tenant, tickets));
  }

  /** A ticket needs no grid: while that is away, each instance counts for itself. */
  private CompletionStage<Void> admit(TicketClaim ticket) {
    return counted(
        calls
            .make(ticket)
            .thenAccept(admitted -> ownTickets.clear())
            .exceptionallyCompose(
                failure ->
                    isAway(StageFailure.cause(failure))
                        ? admitHere(ticket)
                        : CompletableFuture.failedFuture(failure)));
  }

  private static boolean isAway(Throwable cause) {
    return cause instanceof GridUnavailableException
        || cause instanceof ContendedException
        || cause instanceof ProblemException refusal
            && refusal.problem() == Problem.GRID_UNAVAILABLE;
  }

  private CompletionStage<Void> admitHere(TicketClaim ticket) {
    TenantPolls none = TenantPolls.of(ticket.tenant(), List.of(), clock.instant());
    Wish wish = new Wish(ticket);
    ClaimBatch batch = new ClaimBatch(List.of(wish), none, clock.instant());
    ownTickets.compute(
        ticket.kind().key(ticket.tenant()),
        (key, given) -> batch.apply(given == null ? ClaimSet.none() : given));
    return wish.failure()
        .<CompletionStage<Void>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> counted(CompletionStage<Void> admission) {
    return admission.whenComplete(
        (admitted, failure) -> {
          if (failure != null
              && StageFailure.cause(failure) instanceof ProblemException refusal
              && refusal.problem().status() < 500) {
            meters.counter("oncue.limit.refused", "limit", refusal.problem().code()).increment();
          }
        });
  }
}
