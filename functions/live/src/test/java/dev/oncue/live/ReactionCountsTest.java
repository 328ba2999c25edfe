package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReactionCountsTest {
  private final ReactionCounts counts = new ReactionCounts();

  private Map<String, Long> take(long version, Map<String, Long> totals) {
    return counts.take(new ReactionChanges(new ReactionMark(7, version), totals));
  }

  @Test
  void whatHasGrownIsNews() {
    assertThat(take(1, Map.of("a", 2L, "b", 1L))).isEqualTo(Map.of("a", 2L, "b", 1L));
    assertThat(take(2, Map.of("a", 5L))).isEqualTo(Map.of("a", 3L));
    assertThat(take(2, Map.of())).isEmpty();
    assertThat(counts.all()).isEqualTo(Map.of("a", 5L, "b", 1L));
    assertThat(counts.mark()).isEqualTo(new ReactionMark(7, 2));
  }

  @Test
  void aReadingThatIsBehindIsNotToldTwice() {
    take(5, Map.of("a", 5L, "b", 1L));
    assertThat(take(3, Map.of("a", 3L, "b", 2L))).isEmpty();
    assertThat(take(6, Map.of("a", 3L, "b", 2L))).as("in part").isEqualTo(Map.of("b", 1L));
    assertThat(take(7, Map.of("a", 5L))).as("a was told before").isEmpty();
    assertThat(counts.all()).isEqualTo(Map.of("a", 5L, "b", 2L));
  }

  @Test
  void totalsThatTheGridBeganAnewAreCountedFromThere() {
    take(5, Map.of("a", 5L));
    ReactionMark anew = new ReactionMark(8, 1);
    assertThat(counts.take(new ReactionChanges(anew, Map.of("a", 1L)))).isEmpty();
    assertThat(counts.take(new ReactionChanges(new ReactionMark(8, 2), Map.of("a", 3L))))
        .isEqualTo(Map.of("a", 2L));
  }
}
