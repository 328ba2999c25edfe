package dev.oncue.http.api;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.json.Json;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Instances;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import dev.oncue.window.WindowStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowResponseTest {
  private static final Window SHORT =
      WindowFixtures.of(new StreamId("acme", "show-42"))
          .lead(Duration.ofMinutes(5))
          .status(
              new WindowStatus(
                  Phase.SHORT,
                  NOON,
                  NOON.minusSeconds(60),
                  Duration.ofMillis(1_500),
                  "too few",
                  Map.of("vote", new Instances(425, 2, 1))))
          .build();

  @Test
  void who_may_see_it_sees_all_but_whose_it_is() throws IOException {
    JsonNode document = new ObjectMapper().readTree(Json.bytes(WindowResponse.of(SHORT)));
    assertThat(document)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    { "stream": "show-42", "window": "act-1", "origin": "announced",
                      "opensAt": "2026-11-21T12:00:00.000Z", "closesAt": "2026-11-21T13:00:00.000Z",
                      "expectedViewers": 1000, "lead": "PT5M", "status": "short",
                      "since": "2026-11-21T12:00:00.000Z",
                      "warmingSince": "2026-11-21T11:59:00.000Z", "warmAfter": "PT1.5S",
                      "reason": "too few",
                      "functions": { "vote": { "wanted": 425, "granted": 2, "warm": 1 } } }
                    """));
  }
}
