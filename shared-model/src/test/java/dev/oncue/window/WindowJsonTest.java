package dev.oncue.window;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WindowJsonTest {
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

  @Property(tries = 500)
  void what_was_encoded_is_decoded(@ForAll("windows") Window window) {
    assertThat(WindowJson.decode(WindowJson.encode(window))).isEqualTo(window);
  }

  @Property(tries = 500)
  void garbage_is_refused(@ForAll byte[] garbage) {
    assertThatThrownBy(() -> WindowJson.decode(garbage)).isInstanceOf(MalformedException.class);
  }

  @Test
  void bytes_that_were_cut_off_anywhere_are_refused() {
    byte[] bytes = WindowJson.encode(SHORT);
    for (int length = 0; length < bytes.length; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> WindowJson.decode(head)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void a_report_survives_as_text() {
    PoolReport report = new PoolReport(true, Duration.ofMinutes(2), NOON);
    assertThat(PoolReport.parse(report.text())).isEqualTo(report);
  }

  /** The report of a version that does not say of which pool it is, and of one that does. */
  @Test
  void reports_of_other_versions_are_read() {
    String older = "{\"keeps\":true,\"lead\":\"PT120S\",\"asOf\":\"2026-11-21T12:00:00.000Z\"}";
    PoolReport report = new PoolReport(true, Duration.ofMinutes(2), NOON);
    assertThat(report.text()).isEqualTo(older);
    assertThat(PoolReport.parse(older)).isEqualTo(report);
    PoolReport named = new PoolReport(true, Duration.ofMinutes(2), NOON, "shows/oncue-warm-pool");
    assertThat(PoolReport.parse(named.text())).isEqualTo(named);
    assertThat(PoolReport.parse(named.text().replace("\"pool\"", "\"newer\""))).isEqualTo(report);
  }

  @Test
  void a_report_is_of_another_pool_when_both_say_so() {
    PoolReport named = new PoolReport(true, Duration.ofMinutes(2), NOON, "a/pool");
    assertThat(named.isOfAnother("a/pool")).isFalse();
    assertThat(named.isOfAnother("b/pool")).isTrue();
    assertThat(named.isOfAnother(null)).as("one that only watches").isTrue();
    PoolReport older = new PoolReport(true, Duration.ofMinutes(2), NOON);
    assertThat(older.isOfAnother("a/pool")).isFalse();
    assertThat(older.isOfAnother(null)).isTrue();
    PoolReport watcher = new PoolReport(false, Duration.ofMinutes(2), NOON);
    assertThat(watcher.isOfAnother("a/pool")).isFalse();
    assertThat(watcher.isOfAnother(null)).isFalse();
  }

  @Test
  void a_report_is_current_as_long_as_it_is_kept() {
    PoolReport report = new PoolReport(true, Duration.ofMinutes(2), NOON);
    assertThat(report.isCurrent(NOON.plus(PoolReport.KEPT).minusMillis(1))).isTrue();
    assertThat(report.isCurrent(NOON.plus(PoolReport.KEPT))).isFalse();
  }

  @Provide
  Arbitrary<Window> windows() {
    Arbitrary<WindowId> ids =
        Combinators.combine(names(), names(), names(), Arbitraries.of(Origin.values()))
            .as(
                (tenant, stream, name, origin) ->
                    new WindowId(new StreamId(tenant, stream), origin, name));
    return Combinators.combine(
            ids,
            instants(),
            instants(),
            Arbitraries.integers().between(0, Window.MAX_EXPECTED_VIEWERS),
            durations(Window.MAX_LEAD).injectNull(0.5),
            Arbitraries.of(true, false),
            statuses())
        .as(Window::new);
  }

  private static Arbitrary<WindowStatus> statuses() {
    return Combinators.combine(
            Arbitraries.of(Phase.values()),
            instants(),
            instants().injectNull(0.5),
            durations(Duration.ofDays(1)).injectNull(0.5),
            Arbitraries.strings().ofMaxLength(40).filter(WindowJsonTest::isUnicode).injectNull(0.5),
            Arbitraries.maps(names(), instances()).ofMaxSize(5))
        .as(WindowStatus::new);
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE || c == 0);
  }

  private static Arbitrary<Instances> instances() {
    Arbitrary<Integer> count = Arbitraries.integers().greaterOrEqual(0);
    return Combinators.combine(count, count, count).as(Instances::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().alpha().numeric().withChars("._:@-").ofMinLength(1).ofMaxLength(9);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
  }

  private static Arbitrary<Duration> durations(Duration max) {
    return Arbitraries.longs().between(0, max.toMillis()).map(Duration::ofMillis);
  }
}
