package dev.oncue.loadtest.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Viewers of a poll, each of whom does what viewers do, at a rate that grows until it closes. */
final class BaselineRamp {
  private static final int MAX_CONNECTIONS = 1_000;
  private static final Duration CLOSING = Duration.ofSeconds(15);
  private static final long MIN_MARGIN_MILLIS = 500;

  private final int viewers;
  private final PollRun run;
  private final FeedRun feed;

  /** What a viewer does. */
  enum Behaviour {
    /** Votes after the poll has closed. */
    LATE,
    /** Votes, and then for another option. */
    OTHER_OPTION,
    /** Votes, and sends the same ballot again once it is answered. */
    RETRY,
    /** Sends the same ballot twice at once. */
    DOUBLE_TAP,
    /** Sends something malformed, and then votes. */
    MALFORMED,
    ONCE;

    /** The behaviour of the viewer with that number: of 100, 5 each, but 2 malformed, 78 once. */
    static Behaviour of(int viewer) {
      // 37 has no divisor in common with 100: a few viewers have a bit of everything, too.
      int place = (viewer * 37 + 50) % 100;
      return place < 22 ? values()[place / 5] : ONCE;
    }
  }

  /** Connects all viewers to the feed. */
  BaselineRamp(Session session, int viewers) throws InterruptedException {
    this.viewers = viewers;
    run = new PollRun(session, "q1", Math.min(viewers, MAX_CONNECTIONS));
    feed = new FeedRun(session, viewers);
  }

  /** Whether each answer was right, the result exact, and the poll seen by all. */
  boolean play(Duration duration) throws InterruptedException {
    List<Request> votes =
        IntStream.range(0, viewers).boxed().flatMap(n -> requests(n).stream()).toList();
    List<Request> late =
        IntStream.range(0, viewers)
            .filter(viewer -> Behaviour.of(viewer) == Behaviour.LATE)
            .mapToObj(viewer -> run.request(viewer, ballot(viewer), Expected.POLL_CLOSED))
            .toList();
    run.loop.connect();
    long opening = System.nanoTime();
    feed.stats.opening();
    run.open(duration, viewers);
    feed.isSeen(FeedRun.OPENED, "q1", CLOSING);
    run.loop.send(ramp(votes, duration.minusNanos(System.nanoTime() - opening)));
    feed.isSeen(FeedRun.CLOSED, "q1", duration.plus(CLOSING));
    run.loop.awaitAnswers();
    run.loop.send(Load.atOnce(late.size(), late::get));
    run.loop.awaitAnswers();
    return report();
  }

  /**
   * Votes in the time that is left, but for the last tenth of it: nearer to the end, a busy
   * machine's vote may rightly be answered as too late.
   */
  private static Load ramp(List<Request> votes, Duration left) {
    long margin = Math.max(left.toMillis() / 10, MIN_MARGIN_MILLIS);
    Duration length = Duration.ofMillis(Math.max(1, left.toMillis() - margin));
    IntToLongFunction due = Load.ramp(votes.size(), length, votes::get).dueNanos();
    // The second tap is due with the first.
    return new Load(
        votes.size(),
        n -> due.applyAsLong(n > 0 && votes.get(n) == votes.get(n - 1) ? n - 1 : n),
        votes::get);
  }

  private String ballot(int viewer) {
    return run.poll.ballotJson(Poll.choice(viewer));
  }

  private List<Request> requests(int viewer) {
    Request vote = run.request(viewer, ballot(viewer), Expected.RECEIPT);
    return switch (Behaviour.of(viewer)) {
      case LATE -> List.of();
      case OTHER_OPTION ->
          List.of(vote.then(run.request(viewer, ballot(viewer + 1), Expected.ALREADY_VOTED)));
      case RETRY -> List.of(vote.then(vote));
      case DOUBLE_TAP -> List.of(vote, vote);
      case MALFORMED -> {
        String body = Poll.MALFORMED.get(viewer % Poll.MALFORMED.size());
        yield List.of(run.request(viewer, body, Expected.MALFORMED).then(vote));
      }
      case ONCE -> List.of(vote);
    };
  }

  private boolean report() throws InterruptedException {
    boolean exact = run.isExact();
    boolean fed = feed.report();
    int sawOpen = feed.stats.seen(FeedRun.OPENED, "q1");
    int sawClose = feed.stats.seen(FeedRun.CLOSED, "q1");
    Results results = run.results;
    System.out.printf(
        "accepted %d  same receipt %d  already voted %d  closed %d  malformed %d%n",
        results.accepted(),
        results.met(Expected.RECEIPT) - results.accepted(),
        results.met(Expected.ALREADY_VOTED),
        results.met(Expected.POLL_CLOSED),
        results.met(Expected.MALFORMED));
    System.out.printf("%d of %d saw the poll open, %d close%n", sawOpen, viewers, sawClose);
    System.out.println(PollRun.word(exact));
    return exact && fed && sawOpen == viewers && sawClose == viewers;
  }
}
