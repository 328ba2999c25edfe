package dev.oncue.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Receipts;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** States of many polls. */
class StateDocumentTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final String MANY_OPTIONS =
      IntStream.range(0, 32)
          .mapToObj(i -> "{\"id\":\"o%d\",\"text\":\"%d %s\"}".formatted(i, i, "x".repeat(290)))
          .collect(Collectors.joining(",", "[", "]"));

  private static Poll poll(String name, Instant opensAt) {
    String opening = "\"opensAt\":\"" + opensAt + "\"";
    String json = Prepared.pollJson("show", name, MANY_OPTIONS, new String[] {opening});
    PollDraft draft =
        PollDraft.read(Fields.parse(json.getBytes(UTF_8)), StreamId.DEFAULT_TENANT, null);
    return draft.at(NOON.minusSeconds(9_999), 1, Receipts.withNewKey());
  }

  private static Snapshot snapshot(List<Poll> polls) {
    return new Snapshot(
        new StreamId(StreamId.DEFAULT_TENANT, "show"),
        EventId.START,
        "abc-0",
        "abc-0",
        NOON,
        0,
        polls.stream().map(poll -> new Snapshot.Entry(poll, null)).toList(),
        Snapshot.reactions(Map.of()),
        null,
        List.of());
  }

  private static JsonNode json(List<ByteBuffer> parts) throws IOException {
    return new ObjectMapper().readTree(new Parts(parts).take(Integer.MAX_VALUE).getBytes());
  }

  @Test
  void whatIsTooMuchIsLeftOutFromTheEndAndCounted() throws IOException {
    List<Poll> polls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // One that is closed, some that are open, and the rest opens later.
      polls.add(poll("p" + i, NOON.plusSeconds(i - 5)));
    }
    polls.set(0, polls.get(0).closedAt(NOON.minusSeconds(1)));
    StateDocument document = StateDocument.of(snapshot(polls), true);
    JsonNode state = json(document.parts());
    List<String> shown = state.get("polls").findValuesAsText("poll");
    assertThat(shown).hasSizeBetween(100, 299);
    assertThat(shown).isEqualTo(IntStream.range(0, shown.size()).mapToObj(i -> "p" + i).toList());
    assertThat(state.get("omittedPolls").asInt()).isEqualTo(300 - shown.size());
    assertThat(document.size()).isBetween(StateDocument.MAX_POLLS_BYTES - 20_000, 2_200_000);
    assertThat(document.votedPolls()).hasSize(6);
  }

  @Test
  void openPollsAreLeftOutLast() throws IOException {
    List<Poll> polls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      polls.add(poll("later" + i, NOON.plusSeconds(60 + i)));
    }
    polls.add(poll("open", NOON.minusSeconds(1)));
    JsonNode state = json(StateDocument.of(snapshot(polls), false).parts());
    assertThat(state.get("polls").findValuesAsText("poll"))
        .contains("open", "later0")
        .doesNotContain("later299");
  }

  @Test
  void aStateThatHasAllSaysNothingOfWhatIsLeftOut() throws IOException {
    StateDocument document = StateDocument.of(snapshot(List.of(poll("q1", NOON))), true);
    assertThat(json(document.parts()).has("omittedPolls")).isFalse();
    assertThat(document.isLarge()).isFalse();
  }

  @Test
  void eachViewersBallotsStandInTheirPolls() throws IOException {
    List<Poll> polls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      polls.add(poll("p" + i, NOON.minusSeconds(100 - i)));
    }
    StateDocument document = StateDocument.of(snapshot(polls), false);
    Map<PollId, Ballot> ballots = new HashMap<>();
    for (int i : List.of(0, 7, 19)) {
      ballots.put(polls.get(i).id(), Ballot.at(NOON, 0b1));
    }
    JsonNode state = json(document.parts("ann", ballots));
    for (int i = 0; i < 20; i++) {
      JsonNode poll = state.get("polls").get(i);
      assertThat(poll.get("poll").asText()).isEqualTo("p" + i);
      assertThat(poll.has("ballot")).isEqualTo(i == 0 || i == 7 || i == 19);
    }
    // Nobody else sees them.
    assertThat(json(document.parts()).findValue("ballot")).isNull();
  }

  private static StateDocument large(int polls) {
    return StateDocument.of(
        snapshot(IntStream.range(0, polls).mapToObj(i -> poll("p" + i, NOON)).toList()), true);
  }

  @Test
  void aLargeStateTakesItsMemoryOnceAndGivesItBackWithTheLast() {
    StateDocument state = large(20);
    StateDocument another = large(20);
    StateMemory memory = new StateMemory(state.size() + 3L * Transfer.SLICE_BYTES);
    StateMemory.Hold first = memory.hold(state);
    StateMemory.Hold second = memory.hold(state);
    assertThat(memory.held()).isEqualTo(state.size() + 2L * Transfer.SLICE_BYTES);
    assertThatThrownBy(() -> memory.hold(another))
        .isInstanceOfSatisfying(
            ProblemException.class,
            full -> assertThat(full.problem().code()).isEqualTo("overloaded"));
    memory.hold(large(1)).close();
    first.close();
    first.close();
    assertThat(memory.held()).isEqualTo(state.size() + 1L * Transfer.SLICE_BYTES);
    second.close();
    assertThat(memory.held()).isZero();
    memory.hold(another).close();
  }
}
