package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance runs its hot path before it says that it is ready, and nobody sees anything of it.
 */
@Tag("grid")
class PrimingIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path folder;

  private EngineClient client(Engine engine) {
    return engine.client(folder.resolve("data"));
  }

  /** The checks of readiness, whatever they say. */
  private JsonNode check(Engine engine, String name) {
    for (JsonNode check : client(engine).get("/q/health/ready", null).body().get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check.get("status");
      }
    }
    throw new AssertionError("no check " + name);
  }

  @Test
  void a_primed_instance_is_as_good_as_new() {
    try (Engine engine = Engine.local(folder).start()) {
      assertThat(check(engine, "primed").asText()).isEqualTo("UP");
      assertThat(engine.out()).doesNotContain("priming: ").doesNotContain(" WARN ");
      assertThat(engine.err()).isEmpty();

      EngineClient client = client(engine);
      List<String> meters = client.get("/q/metrics", null).text().lines().toList();
      assertThat(meters)
          .filteredOn(line -> line.startsWith("oncue_ballots_total"))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(" 0.0"));
      assertThat(client.get("/windows", client.tokens().producer()).body().get("windows"))
          .isEmpty();
      client.open("show-42", "q1", "");
      client.vote("show-42", "q1", "ann", "red").require(200);
      assertThat(client.state("show-42", "ann").get("polls")).hasSize(1);
    }
  }

  @Test
  void it_is_not_ready_before_and_may_be_told_to_end_in_the_middle() {
    Engine.Setup endless = Engine.local(folder).set("ONCUE_PRIMING_REQUESTS", "100000");
    try (Engine engine = endless.startAlive()) {
      await().atMost(TIMEOUT).until(() -> folder.resolve("data/jwt-secret").toFile().exists());
      assertThat(check(engine, "primed").asText()).isEqualTo("DOWN");
      assertThat(check(engine, "grid").asText()).isEqualTo("UP");
      assertThat(engine.terminate()).isIn(0, 143);
      assertThat(engine.out()).doesNotContain(" ERROR ").doesNotContain(" WARN ");
      assertThat(engine.err()).isEmpty();
    }
  }

  @Test
  void without_priming_it_is_ready_at_once() {
    try (Engine engine = Engine.local(folder).set("ONCUE_PRIMING_REQUESTS", "0").start()) {
      assertThat(check(engine, "primed").asText()).isEqualTo("UP");
    }
  }
}
