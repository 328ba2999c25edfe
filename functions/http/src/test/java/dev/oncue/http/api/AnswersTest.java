package dev.oncue.http.api;

import static dev.oncue.AnswerFixtures.LATENCY;
import static dev.oncue.AnswerFixtures.OPEN;
import static dev.oncue.AnswerFixtures.REVEALED;
import static dev.oncue.AnswerFixtures.SHORT;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.oncue.ballot.Tally;
import dev.oncue.json.Json;
import dev.oncue.poll.Option;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.Result;
import dev.oncue.poll.VotingWindow;
import dev.oncue.testbed.Recorded;
import dev.oncue.window.Readiness;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers stay as they are, byte for byte: the order of their fields, what is left out, numbers.
 */
class AnswersTest {
  private static final Poll CLOSING =
      PollFixtures.poll()
          .window(new VotingWindow(NOON, NOON.plusSeconds(60), Duration.ZERO, LATENCY))
          .build()
          .closedByHand(NOON.plusSeconds(20));
  private static final Poll ENDLESS =
      PollFixtures.poll()
          .question("\"Déjà vu\"\\ \u2028 👍🏽 <b>?")
          .options(List.of(new Option("a:b", "ja/nein"), new Option("c@d", "🏴‍☠️")))
          .build();

  private static Stream<Arguments> answers() {
    Result live = Result.live(Tally.of(3, 2, 1), NOON.plusMillis(7));
    Window planned = WindowFixtures.of(OPEN.id().stream()).build();
    return Stream.of(
        arguments("poll-open", PollResponse.of(OPEN, NOON, live)),
        arguments("poll-opened", PollResponse.opened(OPEN, NOON, Readiness.WARMING)),
        arguments("poll-scheduled", PollResponse.of(OPEN, NOON.minusSeconds(1), null)),
        arguments(
            "poll-revealed", PollResponse.of(REVEALED, NOON.plusSeconds(200), REVEALED.result())),
        arguments("poll-closing", PollResponse.of(CLOSING, NOON.plusSeconds(21), null)),
        arguments("poll-endless", PollResponse.of(ENDLESS, NOON, null)),
        arguments("window-planned", WindowResponse.of(planned)),
        arguments("window-short", WindowResponse.of(SHORT)),
        arguments("ticket", new TicketResponse("e30.e30.x-_", NOON.plusMillis(20))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void staysAsItIs(String name, Record answer) {
    Recorded.assertSame(name, Json.bytes(answer));
  }
}
