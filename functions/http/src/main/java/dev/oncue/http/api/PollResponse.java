package dev.oncue.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import dev.oncue.poll.VotingWindow;
import dev.oncue.window.Readiness;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A poll as clients see it. {@code null} fields are left out.
 *
 * @param result the counts; {@code null}: they stay hidden
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Poll",
    requiredProperties = {
      "stream",
      "poll",
      "question",
      "options",
      "opensAt",
      "grace",
      "maxOptions",
      "revote",
      "results",
      "status"
    })
public record PollResponse(
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(ref = "Text") String question,
    @Schema(
            description = "No two of them have the same id",
            minItems = PollDraft.MIN_OPTIONS,
            maxItems = Poll.MAX_OPTIONS)
        List<PollOption> options,
    Instant opensAt,
    Duration duration,
    Instant closesAt,
    Duration grace,
    LatencyRange latency,
    @Schema(minimum = "1", maximum = "" + Poll.MAX_OPTIONS) int maxOptions,
    boolean revote,
    @Schema(enumeration = {"live", "closed"}) String results,
    @Schema(minimum = "0", maximum = "" + PollDraft.MAX_EXPECTED_VIEWERS) Integer expectedViewers,
    @Schema(enumeration = {"scheduled", "open", "closed"}) String status,
    Instant closedAt,
    @Schema(description = "When its result was revealed on screen") Instant revealedAt,
    ResultResponse result,
    @Schema(
            description =
                "In the answer to poll-open: how ready the warm pool is for the poll. warm: all"
                    + " instances that its viewers need are hot; warming: they are being started;"
                    + " planned: they will be in time; short: they are, or will be, too few; cold:"
                    + " nothing is kept hot for it. Absent when the poll is closed, and while"
                    + " nobody keeps a pool.",
            enumeration = {"warm", "warming", "planned", "short", "cold"})
        String warmPool,
    @Schema(description = "In a viewer's state: what this viewer has voted")
        BallotResponse ballot) {

  /**
   * A poll as it stands.
   *
   * @param now decides its status
   * @param shown the counts to show; {@code null}: they stay hidden
   */
  public static PollResponse of(Poll poll, Instant now, Result shown) {
    return of(poll, now, shown, null, null);
  }

  /** A poll as its producer gets it when it is opened; {@code null}: nobody knows how warm. */
  public static PollResponse opened(Poll poll, Instant now, Readiness warmPool) {
    return of(poll, now, poll.result(), warmPool, null);
  }

  /** A poll with the ballot of the viewer who asks; {@code null}: none is counted. */
  public static PollResponse voted(Poll poll, Instant now, Result shown, BallotResponse ballot) {
    return of(poll, now, shown, null, ballot);
  }

  private static PollResponse of(
      Poll poll, Instant now, Result shown, Readiness warmPool, BallotResponse ballot) {
    VotingWindow window = poll.window();
    // Where viewers are late, a close by hand is news on their timeline; elsewhere it is past.
    Instant closesAt = poll.hasLatency() ? poll.closesAt() : window.closesAt();
    PollStatus status = poll.status(now);
    return new PollResponse(
        poll.id().stream().name(),
        poll.id().name(),
        poll.question(),
        PollOption.of(poll.options()),
        window.opensAt(),
        closesAt == null ? null : Duration.between(window.opensAt(), closesAt),
        closesAt,
        window.grace(),
        poll.hasLatency() ? LatencyRange.of(window.latency()) : null,
        poll.maxOptions(),
        poll.revote(),
        poll.visibility().word(),
        poll.expectedViewers(),
        status.word(),
        status == PollStatus.CLOSED ? poll.closedAt() : null,
        poll.revealedAt(),
        shown == null ? null : ResultResponse.of(poll, shown),
        warmPool == null ? null : warmPool.word(),
        ballot);
  }
}
