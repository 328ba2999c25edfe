package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Polls open and close by time alone, and ballots count from the first instant to the last. */
@EngineTest
class VotingByTimeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLLING = Duration.ofMillis(5);

  private final Show show = Show.fresh();

  @Test
  void aScheduledPollOpensByTimeAlone() {
    JsonObject request =
        show.poll("q1")
            .put("opensAt", Show.fromNow(Duration.ofMillis(800)))
            .put("duration", "PT9S");
    JsonObject scheduled = Show.document(show.open(request), 202);
    assertThat(scheduled.getString("status")).isEqualTo("scheduled");
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-not-open");

    await()
        .atMost(TIMEOUT)
        .pollInterval(POLLING)
        .until(() -> show.vote("v1", "q1", "red").statusCode() == 200);

    JsonObject ballot = show.voted("v1", "q1", "red");
    assertThat(Instant.parse(ballot.getString("castAt")))
        .isAfterOrEqualTo(Instant.parse(scheduled.getString("opensAt")));
    JsonObject open = Show.document(show.getPoll(show.host(), "q1"), 200);
    assertThat(open.getString("status")).isEqualTo("open");
    assertThat(show.pollInState(show.host(), "q1").getString("status")).isEqualTo("open");
  }

  @Test
  void theWindowIsHalfOpen() {
    JsonObject request =
        show.poll("q1")
            .put("opensAt", Show.fromNow(Duration.ofMillis(400)))
            .put("duration", "PT0.4S");
    JsonObject poll = Show.document(show.open(request), 202);
    Instant opensAt = Instant.parse(poll.getString("opensAt"));
    Instant closesAt = Instant.parse(poll.getString("closesAt"));
    List<Long> castAtMillis = new ArrayList<>();
    int early = 0;
    int late = 0;

    for (int viewer = 0; late < 20; viewer++) {
      Instant sent = Instant.now();
      Response response = show.vote("v" + viewer, "q1", "red");
      Instant answered = Instant.now();
      if (response.statusCode() == 200) {
        Instant castAt = Instant.parse(new JsonObject(response.asString()).getString("castAt"));
        castAtMillis.add(castAt.toEpochMilli());
        assertThat(castAt).isAfterOrEqualTo(opensAt).isBefore(closesAt);
        assertThat(sent).isBefore(closesAt);
        assertThat(answered).isAfterOrEqualTo(opensAt);
      } else if (castAtMillis.isEmpty() && sent.isBefore(opensAt)) {
        assertProblem(response, 409, "poll-not-open");
        early++;
      } else {
        assertProblem(response, 409, "poll-closed");
        assertThat(answered).isAfterOrEqualTo(closesAt);
        late++;
      }
    }

    assertThat(early).isPositive();
    assertThat(castAtMillis).isNotEmpty().isSorted();
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(castAtMillis.size());
  }

  @Test
  void ballotsCountDuringGraceAndNoLonger() {
    JsonObject poll = show.opened(show.poll("q1").put("duration", "PT0.2S").put("grace", "PT1S"));
    Instant closesAt = Instant.parse(poll.getString("closesAt"));
    await().atMost(TIMEOUT).pollInterval(POLLING).until(() -> Instant.now().isAfter(closesAt));

    JsonObject ballot = show.voted("v1", "q1", "red");
    assertThat(Instant.parse(ballot.getString("castAt")))
        .isBetween(closesAt, closesAt.plusSeconds(1));

    AtomicInteger late = new AtomicInteger();
    await()
        .atMost(TIMEOUT)
        .pollInterval(POLLING)
        .until(() -> show.vote("late" + late.getAndIncrement(), "q1", "red").statusCode() == 409);
    assertThat(Instant.now()).isAfterOrEqualTo(closesAt.plusSeconds(1));
    assertProblem(show.vote("later", "q1", "red"), 409, "poll-closed");
    JsonObject closed = awaitFinal("q1");
    assertThat(Instant.parse(closed.getString("closedAt"))).isEqualTo(closesAt.plusSeconds(1));
  }

  @Test
  void aPollWithADurationClosesWithNobodyCalling() {
    show.opened(show.poll("q1").put("duration", "PT0.5S"));
    show.voted("v1", "q1", "red");
    JsonObject closed = awaitFinal("q1");

    JsonObject result = closed.getJsonObject("result");
    assertThat(result.getBoolean("certified")).isTrue();
    assertThat(result.getInteger("ballots")).isEqualTo(1);
    assertThat(closed.getString("closedAt")).isEqualTo(closed.getString("closesAt"));
    assertThat(show.result("q1")).isEqualTo(result);
  }

  /** Nobody looks at these polls until they are long over, so none of the readers closed them. */
  @Test
  void theResultIsFinalWithinATenthOfASecondOfTheClose() {
    List<String> polls = List.of("q1", "q2", "q3", "q4", "q5");
    Instant end = Instant.now();
    for (String poll : polls) {
      JsonObject opened = show.opened(show.poll(poll).put("duration", "PT0.7S"));
      show.voted("v1", poll, "red");
      end = Instant.parse(opened.getString("closesAt"));
    }
    Instant longOver = end.plusSeconds(1);
    await().atMost(TIMEOUT).until(() -> Instant.now().isAfter(longOver));

    List<Long> delays = new ArrayList<>();
    for (String poll : polls) {
      JsonObject closed = Show.document(show.getPoll(show.viewer("v9"), poll), 200);
      JsonObject result = closed.getJsonObject("result");
      assertThat(result.getBoolean("final")).isTrue();
      delays.add(
          Duration.between(
                  Instant.parse(closed.getString("closedAt")),
                  Instant.parse(result.getString("asOf")))
              .toMillis());
    }

    // One may be unlucky on a busy machine; most may not.
    assertThat(delays.stream().sorted().toList().get(polls.size() / 2)).isBetween(0L, 100L);
  }

  @Test
  void aPollWithoutADurationStaysOpenUntilClosedByHand() {
    JsonObject poll = show.opened(show.poll("q1"));
    assertThat(poll.containsKey("closesAt")).isFalse();
    assertThat(poll.containsKey("duration")).isFalse();
    show.opened(show.poll("q2").put("duration", "PT0.3S"));
    awaitFinal("q2");
    show.voted("v1", "q1", "red");
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  private JsonObject awaitFinal(String poll) {
    return await()
        .atMost(TIMEOUT)
        .pollInterval(POLLING)
        .until(
            () -> Show.document(show.getPoll(show.viewer("v9"), poll), 200),
            found ->
                "closed".equals(found.getString("status"))
                    && found.getJsonObject("result", new JsonObject()).getBoolean("final", false)
                    && found.getJsonObject("result").getBoolean("certified"));
  }
}
