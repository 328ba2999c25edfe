package dev.oncue.poll;

import dev.oncue.limit.ClaimSet;
import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.Optional;

/**
 * How many polls that are not closed a tenant and a stream may have. A scheduled poll that opens by
 * itself is never refused: beyond the open ones it keeps its place among the scheduled ones. So a
 * tenant has at most {@code open + scheduled} polls that are not closed.
 *
 * @param open how many polls of a tenant may be open
 * @param scheduled how many may be scheduled
 * @param ofStream how many of one stream may be open or scheduled
 */
public record PollLimits(int open, int scheduled, int ofStream) {
  private static final String SCHEDULED = "scheduled";
  private static final String OPEN = "open";

  /** What a poll that is to be opened is called among its tenant's claims. */
  public static String claim(Poll poll, Instant now) {
    String status = poll.status(now) == PollStatus.SCHEDULED ? SCHEDULED : OPEN;
    return poll.id().stream().name() + '/' + status + '/' + poll.id().name();
  }

  /**
   * Why a poll cannot be opened. Depends on its arguments alone.
   *
   * @param polls its tenant's polls
   * @param claims its tenant's claims, which have the polls that were added lately
   * @return the rule, or empty: there is room for it
   */
  public Optional<String> refusal(Poll next, TenantPolls polls, ClaimSet claims, Instant now) {
    Count count = new Count(next.id().stream());
    for (Poll poll : polls.pending()) {
      count.add(poll.status(now) == PollStatus.SCHEDULED, poll.id().stream().name());
    }
    for (String claim : claims.names()) {
      String[] parts = claim.split("/", -1);
      StreamId stream = new StreamId(next.id().stream().tenant(), parts[0]);
      if (!polls.ids().contains(new PollId(stream, parts[2]))) {
        count.add(parts[1].equals(SCHEDULED), parts[0]);
      }
    }
    return next.status(now) == PollStatus.SCHEDULED ? scheduling(count) : opening(count);
  }

  private Optional<String> scheduling(Count count) {
    return count.scheduled + Math.max(0, count.open - open) < scheduled
        ? ofStream(count)
        : Optional.of("a tenant has at most %d scheduled polls".formatted(scheduled));
  }

  private Optional<String> opening(Count count) {
    return count.open < open
        ? ofStream(count)
        : Optional.of("a tenant has at most %d open polls".formatted(open));
  }

  private Optional<String> ofStream(Count count) {
    return count.ofStream < ofStream
        ? Optional.empty()
        : Optional.of("a stream has at most %d open and scheduled polls".formatted(ofStream));
  }

  /** The polls that are not closed. Used by one thread. */
  private static final class Count {
    private final String stream;
    private int open;
    private int scheduled;
    private int ofStream;

    Count(StreamId stream) {
      this.stream = stream.name();
    }

    void add(boolean isScheduled, String streamName) {
      if (isScheduled) {
        scheduled++;
      } else {
        open++;
      }
      if (streamName.equals(stream)) {
        ofStream++;
      }
    }
  }
}
