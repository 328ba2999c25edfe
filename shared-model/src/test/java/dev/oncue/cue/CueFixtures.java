package dev.oncue.cue;

import static dev.oncue.poll.PollFixtures.NOON;

import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Cues for tests. */
final class CueFixtures {
  /** Poll {@code q1} of {@code show-42} is shown at noon. */
  static final Cue SHOW = new Cue(CueKind.SHOW, id("show-42", "q1"), NOON);

  /** What {@link #SHOW} says. */
  static final String SHOW_JSON =
      "{\"cue\":\"show\",\"stream\":\"show-42\",\"poll\":\"q1\",\"at\":\"2026-11-21T12:00:00.000Z\"}";

  private CueFixtures() {}

  private static PollId id(String stream, String poll) {
    return new PollId(new StreamId(StreamId.DEFAULT_TENANT, stream), poll);
  }

  /** Any cue that can be. */
  static Arbitrary<Cue> cues() {
    Arbitrary<String> random =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .withCharRange('0', '9')
            .withChars("._:@-")
            .ofMinLength(1)
            .ofMaxLength(128)
            .withoutEdgeCases();
    Arbitrary<String> names = Arbitraries.oneOf(random, Arbitraries.just("n".repeat(128)));
    Arbitrary<Instant> instants =
        Arbitraries.longs()
            .between(
                Instant.parse("0000-01-01T00:00:00Z").toEpochMilli(),
                Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
            .map(millis -> Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS));
    return Combinators.combine(Arbitraries.of(CueKind.values()), names, names, instants)
        .as((kind, stream, poll, at) -> new Cue(kind, id(stream, poll), at));
  }
}
