package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void theMedianIsCorrectOnlyWhenEachRoundIs() {
    Figures one = new Figures(Map.of("app", 4.0, "server", 6.0), 100, 1, 5, 50, true);
    Figures two = new Figures(Map.of("app", 9.0, "server", 21.0), 300, 3, 7, 70, false);
    Figures three = new Figures(Map.of("app", 5.0, "server", 15.0), 900, 2, 6, 60, true);
    assertThat(Figures.median(List.of(one, two, three)))
        .isEqualTo(new Figures(Map.of("app", 5.0, "server", 15.0), 300, 2, 6, 60, false));
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheMiddle() {
    assertThat(Figures.median(4, 1, 3, 2)).isEqualTo(2.5);
  }
}
