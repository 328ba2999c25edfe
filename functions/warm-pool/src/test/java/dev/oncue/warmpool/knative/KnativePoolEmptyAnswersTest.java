package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.sim.Fault;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the answers of the Kubernetes API for one function, and what comes of the others. */
class KnativePoolEmptyAnswersTest {
  private static final String LIVE = "live";
  private static final Set<String> OBJECTS = Set.of("status", "spec", "annotations", "labels");
  private static final Map<String, Integer> WANTED = Map.of(VOTE, 3, LIVE, 2);

  private final PoolTestBed stage = new PoolTestBed(21);
  private final String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
  private final KnativePool pool = stage.pool("a");

  KnativePoolEmptyAnswersTest() {
    stage.knative.deploy(LIVE, Map.of(MIN, "2"));
    stage.passSeconds(10);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private Map<String, FunctionStatus> tick() {
    Map<String, FunctionStatus> seen = pool.keep(WANTED, stage.clock.now());
    stage.passSecond();
    return seen;
  }

  private Map<String, FunctionStatus> ticks(int count) {
    for (int i = 1; i < count; i++) {
      tick();
    }
    return tick();
  }

  private void tickUntilWarm() {
    assertThat(ticks(20).values()).allMatch(FunctionStatus::isWarm);
  }

  /** Answers of one resource are changed, each of the objects in them. */
  private void answers(String resource, Consumer<ObjectNode> change) {
    stage.api.answers(
        (call, answer) -> {
          if (!call.resource().equals(resource)) {
            return;
          }
          if (answer.path("items").isArray()) {
            answer.path("items").forEach(item -> change.accept((ObjectNode) item));
          } else {
            change.accept(answer);
          }
        });
  }

  private static void empty(JsonNode node, boolean isLeftOut) {
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      boolean isEmptied =
          field.getValue().isArray()
              || field.getValue().isNull()
              || OBJECTS.contains(field.getKey());
      if (isEmptied && isLeftOut) {
        fields.remove();
      } else if (isEmptied) {
        field.setValue(JsonNodeFactory.instance.nullNode());
      } else {
        empty(field.getValue(), isLeftOut);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "services, true", "services, false",
    "revisions, true", "revisions, false",
    "podautoscalers, true", "podautoscalers, false",
    "deployments, true", "deployments, false",
    "endpointslices, true", "endpointslices, false",
    "configmaps, true", "configmaps, false",
    "leases, true", "leases, false"
  })
  void what_is_empty_in_an_answer_is_null_or_left_out(String resource, boolean isLeftOut) {
    ticks(3);
    answers(resource, object -> empty(object, isLeftOut));
    for (int i = 0; i < 6; i++) {
      Map<String, FunctionStatus> seen = tick();
      assertThat(seen).containsOnlyKeys(VOTE, LIVE);
      assertThat(pool.hasFailed()).as("%s", seen).isFalse();
    }
    stage.api.answers((call, answer) -> {});
    tickUntilWarm();
  }

  /** As the real API does for a Revision at zero. */
  @Test
  void a_function_at_zero_does_not_end_the_rounds() {
    stage.passSeconds(10);
    stage.knative.deploy("reaction", Map.of());
    stage.passSeconds(200);
    stage.knative.restartAutoscaler();
    stage.passSeconds(5);
    Map<String, Integer> wanted = Map.of("reaction", 2);
    FunctionStatus seen = null;
    for (int second = 0; second < 60 && (seen == null || !seen.isWarm()); second++) {
      seen = pool.keep(wanted, stage.clock.now()).get("reaction");
      assertThat(pool.hasFailed()).as("%s", seen).isFalse();
      stage.passSecond("reaction");
    }
    assertThat(seen.isWarm()).isTrue();
    assertThat(stage.nudges()).isPositive();
  }

  @Test
  void a_function_that_cannot_be_read_does_not_hold_up_the_others() {
    tickUntilWarm();
    answers("podautoscalers", object -> breakVote(object, "status", "desiredScale"));
    Map<String, FunctionStatus> seen = ticks(3);
    assertThat(pool.hasFailed()).isTrue();
    assertThat(seen.get(LIVE).isWarm()).isTrue();
    assertThat(seen.get(VOTE).finding()).isEqualTo(Finding.UNKNOWN);
    assertThat(seen.get(VOTE).warm()).as("it was hot a moment ago").isEqualTo(3);
    assertThat(seen.get(VOTE).problem().orElseThrow()).startsWith("vote cannot be looked at: ");
    stage.passSeconds(40);
    assertThat(tick().get(VOTE).warm()).isZero();
    stage.api.answers((call, answer) -> {});
    tickUntilWarm();
    assertThat(pool.hasFailed()).isFalse();
  }

  @Test
  void a_revision_that_cannot_be_read_keeps_its_record() {
    tickUntilWarm();
    answers("revisions", object -> breakVote(object, "metadata", "generation"));
    Map<String, Integer> nothing = Map.of(VOTE, 0, LIVE, 4);
    for (int i = 0; i < 20; i++) {
      pool.keep(nothing, stage.clock.now());
      assertThat(pool.hasFailed()).isTrue();
      stage.passSecond();
    }
    assertThat(pool.keep(nothing, stage.clock.now()).get(LIVE).isWarm()).isTrue();
    assertThat(stage.savedObjects()).containsKey("Revision." + revision);
    stage.api.answers((call, answer) -> {});
    for (int i = 0; i < 5; i++) {
      pool.keep(nothing, stage.clock.now());
      stage.passSecond();
    }
    assertThat(stage.min(revision)).isEqualTo("1");
    assertThat(stage.savedObjects()).doesNotContainKey("Revision." + revision);
  }

  private static void breakVote(ObjectNode object, String where, String field) {
    if (object.path("metadata").path("name").asText().startsWith(VOTE)) {
      object.withObjectProperty(where).put(field, "many");
    }
  }

  @Test
  void a_refusal_of_one_function_does_not_hold_up_the_others() {
    tickUntilWarm();
    stage.api.faults(
        call ->
            call.resource().equals("podautoscalers") && call.name().equals(revision)
                ? Optional.of(Fault.refused(403, "forbidden"))
                : Optional.empty());
    Map<String, FunctionStatus> seen = ticks(3);
    assertThat(seen.get(LIVE).isWarm()).isTrue();
    assertThat(seen.get(VOTE).problem()).hasValue("vote cannot be looked at: 403 forbidden");
    assertThat(pool.hasFailed()).isTrue();
  }
}
