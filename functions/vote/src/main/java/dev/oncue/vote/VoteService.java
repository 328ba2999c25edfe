package dev.oncue.vote;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.http.batch.BallotLookups;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Polls;
import dev.oncue.poll.Selection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The path of a vote: the poll's window and options decide whether the ballot may be cast, its
 * shard decides whether it counts. Call it on an event loop; it never blocks.
 */
@Singleton
final class VoteService {
  /** Each time another ballot of the same viewer must have come in between. */
  private static final int MAX_OVERTAKEN = 5;

  private final Polls polls;
  private final BallotLookups ballots;
  private final Clock clock;
  private final VoteLoops loops;
  private final VoteMeters meters;

  @Inject
  VoteService(Grid grid, Clock clock, VoteLoops loops, BallotLookups ballots, VoteMeters meters) {
    this.polls = grid.polls();
    this.ballots = ballots;
    this.clock = clock;
    this.loops = loops;
    this.meters = meters;
  }

  /** The answer for a ballot that counts. */
  interface CountedForm<T> {
    T of(String outcome, Poll poll, String viewer, Ballot ballot);
  }

  /**
   * Takes a ballot. However the grid fails, the answer is there within 2 s.
   *
   * @return the answer for the viewer, on this event loop; fails with a {@link ProblemException}
   *     when it does not count
   * @throws IllegalStateException when this is no event loop
   */
  CompletionStage<byte[]> take(VoteRequest request) {
    return take(request, VoteService::counted);
  }

  /** The same, with another form of the answer for a ballot that counts. */
  <T> CompletionStage<T> take(VoteRequest request, CountedForm<T> form) {
    Instant arrived = clock.instant();
    WaitingVote vote = loops.current().arrive(System.nanoTime());
    return CompletableFuture.completedFuture(request.poll())
        .thenCompose(id -> vote.await(polls.find(id)))
        .thenApply(found -> found.orElseThrow(() -> Problem.unknownPoll(request.poll())))
        .thenCompose(poll -> decide(poll, request, arrived, vote, form))
        .whenComplete(
            (answer, fault) -> {
              vote.end();
              if (fault == null) {
                meters.counted(request.poll(), vote.arrivedNanos());
              }
            });
  }

  private <T> CompletionStage<T> decide(
      Poll poll, VoteRequest request, Instant arrived, WaitingVote vote, CountedForm<T> form) {
    return switch (poll.statusFor(request.mediaTime(), arrived)) {
      case SCHEDULED ->
          throw Problem.POLL_NOT_OPEN.with("it opens at " + Json.instant(poll.window().begin()));
      case OPEN -> cast(poll, request, arrived, vote, form);
      case CLOSED -> countedBefore(poll, request, vote, form);
    };
  }

  private <T> CompletionStage<T> cast(
      Poll poll, VoteRequest request, Instant arrived, WaitingVote vote, CountedForm<T> form) {
    Ballot ballot = Ballot.at(arrived, chosen(poll, request));
    return cast(poll, new Cast(request.viewer(), ballot), vote, MAX_OVERTAKEN)
        .thenApply(
            outcome -> {
              if (outcome instanceof CastOutcome.PollClosed) {
                countIfReadInTime(poll, arrived);
              }
              return answer(poll, request.viewer(), outcome, form);
            });
  }

  /** It may have been closed by hand, before the ballot was read. */
  private void countIfReadInTime(Poll poll, Instant arrived) {
    CompletableFuture.completedFuture(poll.id())
        .thenCompose(polls::find)
        .thenAccept(
            found ->
                found
                    .filter(latest -> latest.end() != null && arrived.isBefore(latest.end()))
                    .ifPresent(latest -> meters.late(latest.id())));
  }

  /**
   * A ballot that comes after another of its viewer may be dated before it, where this clock is
   * behind: it is cast again, dated after the one that is kept, so that it counts.
   */
  private CompletionStage<CastOutcome> cast(Poll poll, Cast cast, WaitingVote vote, int tries) {
    return vote.cast(poll, cast)
        .thenCompose(
            outcome ->
                outcome instanceof CastOutcome.Overtaken overtaken && tries > 0
                    ? cast(
                        poll,
                        new Cast(cast.viewer(), cast.ballot().after(overtaken.kept())),
                        vote,
                        tries - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  private static int chosen(Poll poll, VoteRequest request) {
    Selection selection = poll.select(request.options());
    if (selection instanceof Selection.Chosen chosen) {
      return chosen.options();
    }
    if (selection instanceof Selection.TooMany tooMany) {
      throw Problem.TOO_MANY_OPTIONS.with("options: at most " + tooMany.max() + " in this poll");
    }
    throw Problem.UNKNOWN_OPTION.with(
        "options: this poll has no " + ((Selection.UnknownOption) selection).id());
  }

  /** A retry of a ballot that got in is told so, also after the close. */
  private <T> CompletionStage<T> countedBefore(
      Poll poll, VoteRequest request, WaitingVote vote, CountedForm<T> form) {
    return vote.await(ballots.of(request.viewer(), poll))
        .thenApply(
            ballot ->
                ballot.isPresent()
                        && poll.select(request.options())
                            .equals(new Selection.Chosen(ballot.get().options()))
                    ? answer(poll, request.viewer(), new CastOutcome.Accepted(ballot.get()), form)
                    : answer(poll, request.viewer(), new CastOutcome.PollClosed(), form));
  }

  private <T> T answer(Poll poll, String viewer, CastOutcome outcome, CountedForm<T> form) {
    meters.count(poll.id(), outcome);
    if (outcome instanceof CastOutcome.Accepted accepted) {
      return form.of("accepted", poll, viewer, accepted.ballot());
    }
    if (outcome instanceof CastOutcome.Changed changed) {
      return form.of("changed", poll, viewer, changed.ballot());
    }
    if (outcome instanceof CastOutcome.AlreadyVoted voted) {
      throw Problem.ALREADY_VOTED
          .with("this viewer's ballot counts already, and this poll allows no change")
          .options(poll.optionIds(voted.earlier().options()));
    }
    if (outcome instanceof CastOutcome.Overtaken) {
      throw Problem.OVERLOADED.with("other ballots of this viewer came in between; not counted");
    }
    throw Problem.POLL_CLOSED.with("the ballot came too late and was not counted");
  }

  /** What {@link VoteResponse} describes, by hand: no reflection on the path of a vote. */
  static byte[] counted(String outcome, Poll poll, String viewer, Ballot ballot) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("outcome", outcome);
          json.writeStringField("stream", poll.id().stream().name());
          json.writeStringField("poll", poll.id().name());
          json.writeArrayFieldStart("options");
          for (String option : poll.optionIds(ballot.options())) {
            json.writeString(option);
          }
          json.writeEndArray();
          json.writeStringField("castAt", Json.instant(ballot.castInstant()));
          json.writeStringField("receipt", poll.receipts().sign(viewer, ballot));
          json.writeEndObject();
        });
  }
}
