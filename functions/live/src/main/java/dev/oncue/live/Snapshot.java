package dev.oncue.live;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
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
    /** The counts for one kind of caller, or {@code null} while they are hidden. */
    @Nullable Result shown(boolean host, Instant now) {
      return host || poll.isSettled() || poll.showsCounts(now) ? result : null;
    }

    /** Open ones first, then closed ones, each the latest first; then those that open next. */
    static Comparator<Entry> byNeed(Instant now) {
      return Comparator.comparingInt((Entry entry) -> entry.rank(now))
          .thenComparingLong(
              entry -> {
                long opensAt = entry.poll().window().opensAt().toEpochMilli();
                return entry.poll().status(now) == PollStatus.SCHEDULED ? opensAt : -opensAt;
              });
    }

    private int rank(Instant now) {
      return switch (poll.status(now)) {
        case OPEN -> 0;
        case CLOSED -> 1;
        case SCHEDULED -> 2;
      };
    }
  }

  /** Reactions as JSON. There may be thousands of emojis: they are written once for all who ask. */
  static RawValue reactions(Map<String, Long> totals) {
    byte[] document = Json.bytes(totals);
    return new RawValue(new SerializedString(new String(document, StandardCharsets.UTF_8)));
  }

  /** Whether there may be ballots in one of the polls. */
  boolean mayHaveBallots(Poll poll) {
    Result result = poll.result();
    return result == null ? poll.window().hasBegun(now) : result.tally().ballots() > 0;
  }

  /** Where a feed goes on from here. */
  String cursor(boolean host) {
    return host ? cursor : viewersCursor;
  }
}
