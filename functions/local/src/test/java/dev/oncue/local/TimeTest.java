package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Viewers: {@code GET /time}. */
@EngineTest
class TimeTest {
  private static final Pattern ANSWER =
      Pattern.compile("\\{\"receivedAt\":(\\d+\\.\\d+),\"sentAt\":(\\d+\\.\\d+)}");

  @Test
  void timesHaveDecimalsAndOnlyIncrease() {
    BigDecimal last = BigDecimal.valueOf(System.currentTimeMillis());
    boolean finerThanMillis = false;
    for (int call = 0; call < 5; call++) {
      Response response = Show.get("/time", null);
      Matcher answer = ANSWER.matcher(response.asString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.contentType()).startsWith("application/json");
      assertThat(response.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.matches()).as(response.asString()).isTrue();
      BigDecimal receivedAt = new BigDecimal(answer.group(1));
      BigDecimal sentAt = new BigDecimal(answer.group(2));
      assertThat(receivedAt).isGreaterThanOrEqualTo(last);
      assertThat(sentAt).isGreaterThanOrEqualTo(receivedAt);
      finerThanMillis |= receivedAt.stripTrailingZeros().scale() > 0;
      last = sentAt;
    }
    assertThat(last).isLessThan(BigDecimal.valueOf(System.currentTimeMillis() + 1));
    assertThat(finerThanMillis).isTrue();
  }
}
