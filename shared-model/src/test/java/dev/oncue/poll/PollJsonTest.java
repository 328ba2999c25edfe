package dev.oncue.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Poll CLOSED =
      PollFixtures.poll()
          .openFor(Duration.ofSeconds(20))
          .expectedViewers(100_000)
          .closedAt(PollFixtures.NOON.plusSeconds(20))
          .result(Result.closed(Tally.of(4, 3, 1), true, PollFixtures.NOON.plusSeconds(21)))
          .build();

  @Property(tries = 500)
  void what_was_encoded_is_decoded(@ForAll("polls") Poll poll) {
    assertThat(PollJson.decode(PollJson.encode(poll))).isEqualTo(poll);
  }

  @Test
  void bytes_that_were_cut_off_anywhere_are_refused() {
    byte[] bytes = PollJson.encode(CLOSED);
    for (int length = 0; length < bytes.length; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> PollJson.decode(head)).isInstanceOf(MalformedException.class);
    }
  }

  @Property(tries = 500)
  void garbage_is_refused(@ForAll byte[] garbage) {
    assertThatThrownBy(() -> PollJson.decode(garbage)).isInstanceOf(MalformedException.class);
  }

  @Property
  void a_byte_that_changed_gives_a_refusal_or_a_poll_that_can_be_kept(
      @ForAll("positions") int at, @ForAll byte other) {
    byte[] bytes = PollJson.encode(CLOSED);
    bytes[at] = other;
    Poll[] decoded = {null};
    Throwable refusal = catchThrowable(() -> decoded[0] = PollJson.decode(bytes));
    if (refusal == null) {
      assertThat(PollJson.decode(PollJson.encode(decoded[0]))).isEqualTo(decoded[0]);
    } else {
      assertThat(refusal).isInstanceOfAny(MalformedException.class, IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant",
        "stream",
        "poll",
        "question",
        "options",
        "opensAt",
        "shards",
        "receiptKey"
      })
  void a_kept_poll_that_lacks_a_field_is_refused_by_its_name(String field) throws IOException {
    ObjectNode kept = (ObjectNode) MAPPER.readTree(PollJson.encode(CLOSED));
    kept.remove(field);
    assertThatThrownBy(() -> PollJson.decode(MAPPER.writeValueAsBytes(kept)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"counts", "ballots", "final", "certified", "asOf"})
  void a_kept_result_that_lacks_a_field_is_refused_by_its_name(String field) throws IOException {
    ObjectNode kept = (ObjectNode) MAPPER.readTree(PollJson.encode(CLOSED));
    ((ObjectNode) kept.get("result")).remove(field);
    assertThatThrownBy(() -> PollJson.decode(MAPPER.writeValueAsBytes(kept)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("result." + field + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void a_kept_poll_with_a_name_that_no_request_may_have_is_decoded(String name) throws IOException {
    ObjectNode kept = (ObjectNode) MAPPER.readTree(PollJson.encode(CLOSED));
    kept.put("stream", name).put("poll", name);
    ((ObjectNode) kept.get("options").get(0)).put("id", name);
    ((ObjectNode) kept.get("result").get("counts")).put(name, 1);
    Poll poll = PollJson.decode(MAPPER.writeValueAsBytes(kept));
    assertThat(poll.id().name()).isEqualTo(name);
    assertThat(poll.id().stream().name()).isEqualTo(name);
    assertThat(poll.options().get(0).id()).isEqualTo(name);
    assertThat(PollJson.decode(PollJson.encode(poll))).isEqualTo(poll);
  }

  @Test
  void a_kept_result_that_lacks_an_option_is_refused_by_its_name() throws IOException {
    ObjectNode kept = (ObjectNode) MAPPER.readTree(PollJson.encode(CLOSED));
    ((ObjectNode) kept.get("result").get("counts")).remove("blue");
    assertThatThrownBy(() -> PollJson.decode(MAPPER.writeValueAsBytes(kept)))
        .hasMessageStartingWith("result.counts.blue: ");
  }

  @Test
  void a_kept_poll_whose_window_is_longer_than_any_is_refused() throws IOException {
    ObjectNode kept = (ObjectNode) MAPPER.readTree(PollJson.encode(CLOSED));
    kept.remove("duration");
    kept.put("closesAt", "2029-11-21T12:00:20.000Z");
    assertThatThrownBy(() -> PollJson.decode(MAPPER.writeValueAsBytes(kept)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("closesAt: ");
  }

  @Test
  void a_poll_that_was_closed_by_hand_while_its_viewers_are_late_is_decoded() {
    Latency latency = new Latency(Duration.ofSeconds(2), Duration.ofMillis(8_500));
    Poll closing =
        PollFixtures.poll()
            .window(
                new VotingWindow(
                    PollFixtures.NOON, PollFixtures.NOON.plusSeconds(60), Duration.ZERO, latency))
            .build()
            .closedByHand(PollFixtures.NOON.plusSeconds(20));
    assertThat(PollJson.decode(PollJson.encode(closing))).isEqualTo(closing);
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, PollJson.encode(CLOSED).length - 1);
  }

  @Provide
  Arbitrary<Poll> polls() {
    Arbitrary<PollId> ids =
        Combinators.combine(names(), names(), names())
            .as((tenant, stream, poll) -> new PollId(new StreamId(tenant, stream), poll));
    return Combinators.combine(ids, texts(), options(), windows(), Arbitraries.randoms())
        .flatAs(
            (id, question, options, window, random) ->
                ends(options.size())
                    .map(
                        end ->
                            PollFixtures.poll()
                                .id(id)
                                .question(question)
                                .options(options)
                                .window(window)
                                .opensOnArrival(random.nextBoolean())
                                .latencyOfStream(random.nextBoolean())
                                .maxOptions(1 + random.nextInt(options.size()))
                                .revote(random.nextBoolean())
                                .visibility(ResultVisibility.values()[random.nextInt(2)])
                                .expectedViewers(random.nextBoolean() ? null : random.nextInt(999))
                                .shards(1 + random.nextInt(64))
                                .receipts(Receipts.withNewKey())
                                .closedAt(end.closedAt())
                                .result(end.result())
                                .revealedAt(end.revealedAt())
                                .build()));
  }

  private record End(Instant closedAt, Result result, Instant revealedAt) {}

  private static Arbitrary<End> ends(int options) {
    Arbitrary<End> open = Arbitraries.just(new End(null, null, null));
    Arbitrary<End> closed = instants().map(at -> new End(at, null, null));
    Arbitrary<End> settled =
        Combinators.combine(
                instants(),
                instants(),
                instants().injectNull(0.5),
                Arbitraries.of(true, false),
                Arbitraries.integers().greaterOrEqual(0),
                Arbitraries.integers().greaterOrEqual(0).array(int[].class).ofSize(options))
            .as(
                (at, asOf, revealed, certified, ballots, votes) ->
                    new End(
                        at, Result.closed(Tally.of(ballots, votes), certified, asOf), revealed));
    return Arbitraries.oneOf(open, closed, settled);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars("._:@-")
        .ofMinLength(1)
        .ofMaxLength(128);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.of(
            32, 33, 0x22, 0x27, 0x5c, 0x2f, 0x3c, 0xe9, 0x2028, 0xfeff, 0xffff, 0x1f525, 0x10ffff)
        .list()
        .ofMaxSize(PollDraft.MAX_TEXT - 1)
        .map(points -> "a" + points.stream().map(Character::toString).reduce("", String::concat));
  }

  private static Arbitrary<List<Option>> options() {
    return Combinators.combine(Arbitraries.integers().between(2, Poll.MAX_OPTIONS), texts())
        .as(
            (count, text) ->
                IntStream.range(0, count).mapToObj(i -> new Option("o:" + i, text)).toList());
  }

  private static Arbitrary<Instant> instants() {
    long first = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    return Arbitraries.longs().between(first, last).map(Instant::ofEpochMilli);
  }

  private static Arbitrary<VotingWindow> windows() {
    Arbitrary<Instant> opens =
        Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    Arbitrary<Duration> lengths =
        Arbitraries.longs()
            .between(1, PollDraft.MAX_DURATION.toMillis())
            .map(Duration::ofMillis)
            .injectNull(0.3);
    Arbitrary<Duration> graces =
        Arbitraries.longs().between(0, PollDraft.MAX_GRACE.toMillis()).map(Duration::ofMillis);
    return Combinators.combine(opens, lengths, graces, latencies())
        .as(
            (at, length, grace, latency) ->
                new VotingWindow(at, length == null ? null : at.plus(length), grace, latency));
  }

  private static Arbitrary<Latency> latencies() {
    Arbitrary<Integer> millis = Arbitraries.integers().between(0, 30_000);
    return Combinators.combine(millis, millis)
        .as((min, more) -> new Latency(Duration.ofMillis(min), Duration.ofMillis(min + more)));
  }
}
