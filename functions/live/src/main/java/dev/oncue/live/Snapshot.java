package dev.oncue.live;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.oncue.ballot.Ballot;
import dev.oncue.http.api.BallotResponse;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.api.PollResponse;
import dev.oncue.http.api.WindowResponse;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it stood at an instant, for all who ask. Immutable.
 *
 * @param place of the latest frame it covers
 * @param cursor where a host's feed goes on from here
 * @param viewersCursor where a viewer's does
 * @param now when it was taken
 * @param viewers how many are connected, to this instance and the others
 * @param polls the stream's polls
 * @param reactions all reactions so far, as {@link #reactions} writes them
 * @param latency how far its viewers are behind, for new polls; {@code null}: nobody has said
 * @param windows the warm pool's windows that are not over, for hosts alone
 */
record Snapshot(
    StreamId stream,
    EventId place,
    String cursor,
    String viewersCursor,
    Instant now,
    long viewers,
    List<Entry> polls,
    RawValue reactions,
    @Nullable Latency latency,
    List<Window> windows) {

  /** A poll and its counts, which may have to stay hidden. */
  record Entry(Poll poll, @Nullable Result result) {
    private @Nullable Result shown(boolean host, Instant now) {
      return host || poll.isSettled() || poll.showsCounts(now) ? result : null;
    }
  }

  /** Reactions as JSON. There may be thousands of emojis: they are written once for all who ask. */
  static RawValue reactions(Map<String, Long> totals) {
    byte[] document = Json.bytes(totals);
    return new RawValue(new SerializedString(new String(document, StandardCharsets.UTF_8)));
  }

  /** The polls in which there may be ballots. */
  List<Poll> votedPolls() {
    return polls.stream().map(Entry::poll).filter(this::mayHaveBallots).toList();
  }

  private boolean mayHaveBallots(Poll poll) {
    Result result = poll.result();
    return result == null ? poll.window().hasBegun(now) : result.tally().ballots() > 0;
  }

  /** Where a feed goes on from here. */
  String cursor(boolean host) {
    return host ? cursor : viewersCursor;
  }

  /**
   * The state as JSON in UTF-8.
   *
   * @param host whether it is for one who sees all counts
   * @param viewer whose ballots are given; {@code null}: nobody's
   * @param ballots that viewer's ballots
   */
  byte[] document(boolean host, @Nullable String viewer, Map<PollId, Ballot> ballots) {
    return Json.bytes(
        new StateResponse(
            now,
            stream.name(),
            cursor(host),
            viewers,
            latency == null ? null : LatencyRange.of(latency),
            polls(host, viewer, ballots),
            reactions,
            host ? windows.stream().map(WindowResponse::of).toList() : null));
  }

  private List<PollResponse> polls(
      boolean host, @Nullable String viewer, Map<PollId, Ballot> ballots) {
    List<PollResponse> shown = new ArrayList<>(polls.size());
    for (Entry entry : polls) {
      Poll poll = entry.poll();
      if (host || !poll.isCancelled()) {
        @Nullable Ballot ballot = ballots.get(poll.id());
        BallotResponse own =
            viewer == null || ballot == null ? null : BallotResponse.of(poll, viewer, ballot);
        shown.add(PollResponse.voted(poll, now, entry.shown(host, now), own));
      }
    }
    return shown;
  }
}
