package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.coldstart.Report.Row;
import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmPoolBenchTest {
  private static final Path KNATIVE = Path.of("../../knative");

  private static Comparison comparison(String... words) throws Exception {
    return WarmPoolBench.comparison(Options.parse(words, WarmPoolBench.OPTIONS, Set.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "--viewers, -1",
    "--viewers, many",
    "--participation, 101",
    "--within, 1s",
    "--within, PT0S",
    "--windows, 0",
    "--every, PT1M",
    "--lead, PT6M",
    "--lead, -PT1S",
    "--capacity, 0",
    "--min-scale, 101",
    "--max-scale, 0",
    "--image-pull, PT2H",
    "--seed, 0.5",
    "--starts, java 6",
    "--starts-file, none.json"
  })
  void a_bad_option_is_named_in_one_line(String option, String value) {
    assertThatThrownBy(() -> comparison(option, value))
        .isInstanceOf(BadOptionException.class)
        .hasMessageStartingWith(option)
        .hasMessageNotContaining("\n");
  }

  @Test
  void the_readme_shows_what_the_command_says() throws Exception {
    Comparison comparison = comparison();
    List<Outcome> first = comparison.firstWindow();
    List<Row> rows =
        first.stream().map(outcome -> new Row(outcome.variant(), outcome.figures())).toList();
    assertThat(Files.readString(KNATIVE.resolve("README.md")))
        .contains(Report.table("one window in PT1H", rows));
    assertThat(Files.readString(KNATIVE.resolve("warm-pool.svg")))
        .isEqualTo(Chart.svg(first, comparison.world().show().openings()[0]));
  }

  @Test
  void nothing_announced_and_nobody_there_is_a_show_as_well() throws Exception {
    Comparison nobody =
        comparison("--viewers", "0", "--expected", "0", "--min-scale", "0", "--windows", "1");
    assertThat(nobody.firstWindow()).allMatch(outcome -> outcome.instanceSeconds() == 0);
    assertThat(nobody.whatIfs()).allMatch(row -> row.figures().votes() == 0);
  }

  @Test
  void the_report_tells_what_was_played() throws Exception {
    Comparison comparison = comparison("--viewers", "7", "--seed", "3");
    Map<String, List<Row>> tables =
        Map.of(
            "one window",
            List.of(new Row("nobody", new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))));
    assertThat(Report.json(comparison, tables))
        .contains("\"simulation\":true", "viewers=7", "\"seed\":3", "\"starts\":[", "\"cold\":0");
  }
}
