package dev.oncue.warmpool.knative.scale;

import static dev.oncue.warmpool.knative.PoolTestBed.ACTIVATION;
import static dev.oncue.warmpool.knative.PoolTestBed.MAX;
import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.saved.SavedAnnotations;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.sim.Webhook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalePatchTest {
  private static final SavedAnnotations NONE = SavedAnnotations.none("uid", "vote");
  private static final Webhook WEBHOOK = new Webhook(0);

  /** min, max and activation-scale: as they are, and with so many instances wanted. */
  @ParameterizedTest
  @CsvSource({
    "-/-/-, 5, 5/-/-",
    "0/-/-, 5, 5/-/-",
    "1/3/-, 5, 5/5/-",
    "1/8/-, 5, 5/8/-",
    "1/0/-, 5, 5/0/-",
    "-/-/2, 5, 5/-/5",
    "-/4/2, 5, 5/5/5",
    "-/4/3, 2, 2/4/3",
    "7/-/-, 5, 7/-/-",
    "7/9/8, 5, 7/9/8",
    "1/2/-, 0, 1/2/-",
  })
  void onlyWhatMustBeIsRaised(String now, int wanted, String then) {
    Map<String, String> annotations = annotations(now);
    assertThat(applied(annotations, ScalePatch.of(annotations, NONE, wanted)))
        .isEqualTo(annotations(then));
  }

  private static Map<String, String> annotations(String text) {
    String[] values = text.split("/");
    Map<String, String> annotations = new HashMap<>();
    List<String> keys = List.of(MIN, MAX, ACTIVATION);
    for (int each = 0; each < keys.size(); each++) {
      if (!values[each].equals("-")) {
        annotations.put(keys.get(each), values[each]);
      }
    }
    return annotations;
  }

  private static Map<String, String> applied(Map<String, String> now, ScalePatch patch) {
    Map<String, String> then = new HashMap<>(now);
    patch
        .changes()
        .forEach(
            (bound, value) ->
                value.ifPresentOrElse(
                    text -> then.put(bound.key(), text), () -> then.remove(bound.key())));
    return then;
  }

  /** Any bounds that Knative accepts, by either spelling, and an annotation that is none. */
  @Provide
  Arbitrary<Map<String, String>> accepted() {
    Arbitrary<Optional<Integer>> number = Arbitraries.integers().between(0, 12).optional();
    Arbitrary<Optional<Integer>> seldom = Arbitraries.integers().between(0, 12).optional(0.2);
    return Combinators.combine(number, number, number, seldom, seldom)
        .as(
            (min, max, activation, olderMin, olderMax) -> {
              Map<String, String> annotations = new HashMap<>(Map.of("example.com/other", "kept"));
              min.ifPresent(value -> annotations.put(MIN, value.toString()));
              max.ifPresent(value -> annotations.put(MAX, value.toString()));
              activation.ifPresent(value -> annotations.put(ACTIVATION, value.toString()));
              olderMin.ifPresent(
                  value -> annotations.put("autoscaling.knative.dev/minScale", value.toString()));
              olderMax.ifPresent(
                  value -> annotations.put("autoscaling.knative.dev/maxScale", value.toString()));
              return annotations;
            })
        .filter(annotations -> WEBHOOK.objection(annotations).isEmpty());
  }

  /** Whatever is wanted one after the other, and wherever it stops in between. */
  @Property
  void allIsAcceptedAndEnoughAndGivenBack(
      @ForAll("accepted") Map<String, String> original,
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 30) Integer> wanted,
      @ForAll java.util.Random random) {
    Map<String, String> now = original;
    SavedAnnotations saved = NONE;
    for (int instances : wanted) {
      ScalePatch patch = ScalePatch.of(now, saved, instances);
      saved = patch.saved();
      if (random.nextInt(4) > 0) {
        now = applied(now, patch);
        assertThat(ScaleBound.MIN.in(now)).isGreaterThanOrEqualTo(instances);
        assertThat(ScalePatch.of(now, saved, instances).changes()).as("a second time").isEmpty();
      }
      assertThat(WEBHOOK.objection(now)).isEmpty();
      assertThat(patch.left()).isEmpty();
    }
    ScalePatch back = ScalePatch.of(now, saved, 0);
    now = applied(now, back);
    assertThat(now).isEqualTo(original);
    ScalePatch end = ScalePatch.of(now, back.saved(), 0);
    assertThat(end.changes()).isEmpty();
    assertThat(end.saved().isEmpty()).isTrue();
  }

  /** What was not put on record before it is changed could not be given back. */
  @Property
  void everyChangeIsOnRecord(
      @ForAll("accepted") Map<String, String> original,
      @ForAll @IntRange(max = 30) int first,
      @ForAll @IntRange(max = 30) int then) {
    ScalePatch one = ScalePatch.of(original, NONE, first);
    ScalePatch two = ScalePatch.of(applied(original, one), one.saved(), then);
    for (ScalePatch patch : List.of(one, two)) {
      patch
          .changes()
          .forEach(
              (bound, value) -> {
                SavedAnnotations.SavedValue savedValue = patch.saved().of(bound).orElseThrow();
                assertThat(savedValue.original()).isEqualTo(bound.literal(original));
                assertThat(
                        value.map(savedValue.ours()::contains).orElse(true)
                            || value.equals(savedValue.original()))
                    .isTrue();
              });
    }
  }

  /** Somebody changes bounds in the middle of a window, to anything that Knative accepts. */
  @Property
  void whatSomebodyElseChangedStays(
      @ForAll("accepted") Map<String, String> original,
      @ForAll("accepted") Map<String, String> others,
      @ForAll @IntRange(min = 13, max = 30) int wanted,
      @ForAll @IntRange(min = 0, max = 30) int later) {
    ScalePatch first = ScalePatch.of(original, NONE, wanted);
    Map<String, String> ours = applied(original, first);
    ScalePatch second = ScalePatch.of(others, first.saved(), later);
    Map<String, String> kept = applied(others, second);
    assertThat(WEBHOOK.objection(kept)).isEmpty();
    for (ScaleBound bound : ScaleBound.values()) {
      boolean isSaved = first.saved().of(bound).isPresent();
      boolean isTheirs =
          isSaved
              && !bound.literal(others).equals(bound.literal(ours))
              && !bound.literal(others).equals(bound.literal(original));
      if (isTheirs) {
        assertThat(bound.literal(kept)).as(bound.title()).isEqualTo(bound.literal(others));
      }
    }
  }

  @Property
  void givingBackEndsAlsoWhereSomebodyElseChangedSomething(
      @ForAll("accepted") Map<String, String> original,
      @ForAll("accepted") Map<String, String> others,
      @ForAll @IntRange(min = 1, max = 30) int wanted) {
    Map<String, String> now = others;
    SavedAnnotations saved = ScalePatch.of(original, NONE, wanted).saved();
    int steps = 0;
    while (!saved.isEmpty()) {
      ScalePatch patch = ScalePatch.of(now, saved, 0);
      now = applied(now, patch);
      saved = patch.saved();
      assertThat(++steps).isLessThan(4);
    }
    assertThat(WEBHOOK.objection(now)).isEmpty();
  }
}
