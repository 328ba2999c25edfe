package dev.oncue;

import static dev.oncue.poll.PollFixtures.NOON;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.Result;
import dev.oncue.poll.ResultVisibility;
import dev.oncue.poll.VotingWindow;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Instances;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.util.Map;

/** What recorded answers were made of; a change here changes what the records must say. */
public final class AnswerFixtures {
  public static final Latency LATENCY =
      new Latency(Duration.ofSeconds(2), Duration.ofMillis(8_500));
  public static final Poll OPEN =
      PollFixtures.poll()
          .window(new VotingWindow(NOON, NOON.plusSeconds(20), Duration.ofMillis(500)))
          .expectedViewers(100_000)
          .build();
  public static final Poll REVEALED =
      PollFixtures.poll()
          .openFor(Duration.ofMinutes(3))
          .revote(true)
          .maxOptions(2)
          .visibility(ResultVisibility.CLOSED)
          .closedAt(NOON.plusSeconds(180))
          .result(Result.closed(Tally.of(4, 3, 0), true, NOON.plusSeconds(181)))
          .revealedAt(NOON.plusSeconds(190))
          .build();
  public static final Window SHORT =
      WindowFixtures.of(new StreamId("acme", "show-42"))
          .lead(Duration.ofMinutes(5))
          .cancelled()
          .status(
              new WindowStatus(
                  Phase.SHORT,
                  NOON,
                  NOON.minusSeconds(60),
                  Duration.ofMillis(1_500),
                  "too few",
                  Map.of("vote", new Instances(425, 2, 1), "live", new Instances(3, 3, 3))))
          .build();

  private AnswerFixtures() {}
}
