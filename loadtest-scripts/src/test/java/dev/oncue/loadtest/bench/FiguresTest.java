package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void theMedianIsCorrectOnlyWhenEachRoundIs() {
    Figures one = new Figures(10, 100, 1, 5, true);
    Figures two = new Figures(30, 300, 3, 7, false);
    Figures three = new Figures(20, 900, 2, 6, true);
    assertThat(Figures.median(List.of(one, two, three)))
        .isEqualTo(new Figures(20, 300, 2, 6, false));
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheMiddle() {
    assertThat(Figures.median(4, 1, 3, 2)).isEqualTo(2.5);
  }
}
