package dev.oncue.vote;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.http.Problem;
import dev.oncue.http.ProblemException;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Polls;
import dev.oncue.poll.Selection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The path of a vote: the poll's window and options decide whether the ballot may be cast, its
 * shard decides whether it counts. Call it on an event loop; it never blocks.
 */
@Singleton
final class VoteDesk {
  private final Polls polls;
  private final BallotBoxes boxes;
  private final Clock clock;
  private final CastLanes lanes;
  private final VoteMeters meters;

  @Inject
  VoteDesk(Grid grid, Clock clock, CastLanes lanes, VoteMeters meters) {
    this.polls = grid.polls();
    this.boxes = grid.ballotBoxes();
    this.clock = clock;
    this.lanes = lanes;
    this.meters = meters;
  }

  /**
   * Takes a ballot.
   *
   * @return the answer for the viewer; fails with a {@link ProblemException} when it does not count
   */
  CompletionStage<byte[]> take(VoteRequest request) {
    Instant arrived = clock.instant();
    long arrivedNanos = System.nanoTime();
    return polls
        .find(request.poll())
        .thenCompose(
            found ->
                decide(
                    found.orElseThrow(() -> Problem.unknownPoll(request.poll())), request, arrived))
        .thenApply(
            answer -> {
              meters.counted(request.poll(), arrivedNanos);
              return answer;
            });
  }

  private CompletionStage<byte[]> decide(Poll poll, VoteRequest request, Instant arrived) {
    return switch (poll.statusFor(request.mediaTime(), arrived)) {
      case SCHEDULED ->
          throw Problem.POLL_NOT_OPEN.with("it opens at " + Json.instant(poll.window().begin()));
      case OPEN -> cast(poll, request, arrived);
      case CLOSED -> countedBefore(poll, request);
    };
  }

  private CompletionStage<byte[]> cast(Poll poll, VoteRequest request, Instant arrived) {
    Ballot ballot = Ballot.at(arrived, chosen(poll, request));
    return lanes
        .cast(poll, new Cast(request.viewer(), ballot))
        .thenApply(outcome -> answer(poll, request.viewer(), outcome));
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
  private CompletionStage<byte[]> countedBefore(Poll poll, VoteRequest request) {
    return boxes
        .ballot(poll, request.viewer())
        .thenApply(
            ballot ->
                ballot.isPresent()
                        && poll.select(request.options())
                            .equals(new Selection.Chosen(ballot.get().options()))
                    ? answer(poll, request.viewer(), new CastOutcome.Accepted(ballot.get()))
                    : answer(poll, request.viewer(), new CastOutcome.PollClosed()));
  }

  private byte[] answer(Poll poll, String viewer, CastOutcome outcome) {
    meters.count(poll.id(), outcome);
    if (outcome instanceof CastOutcome.Accepted accepted) {
      return counted("accepted", poll, viewer, accepted.ballot());
    }
    if (outcome instanceof CastOutcome.Changed changed) {
      return counted("changed", poll, viewer, changed.ballot());
    }
    if (outcome instanceof CastOutcome.AlreadyVoted voted) {
      throw Problem.ALREADY_VOTED
          .with("this viewer's ballot counts already, and this poll allows no change")
          .options(poll.optionIds(voted.earlier().options()));
    }
    throw Problem.POLL_CLOSED.with("the ballot came too late and was not counted");
  }

  private static byte[] counted(String outcome, Poll poll, String viewer, Ballot ballot) {
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
