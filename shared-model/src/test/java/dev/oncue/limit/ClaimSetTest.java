package dev.oncue.limit;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClaimSetTest {
  private static final ClaimSet TWO =
      ClaimSet.none().plus("a", 1, NOON.plusSeconds(1)).plus("b", 2, NOON.plusSeconds(2));

  @Test
  void a_claim_counts_until_its_end() {
    assertThat(TWO.at(NOON)).isSameAs(TWO);
    assertThat(TWO.at(NOON.plusSeconds(1).minusMillis(1))).isSameAs(TWO);
    assertThat(TWO.at(NOON.plusSeconds(1)).names()).containsExactly("b");
    assertThat(TWO.at(NOON.plusSeconds(2))).isEqualTo(ClaimSet.none());
  }

  @Test
  void amounts_add_up_and_the_later_end_stays() {
    ClaimSet more = TWO.plus("a", 4, NOON.plusSeconds(9)).plus("b", 1, NOON);
    assertThat(more.total()).isEqualTo(8);
    assertThat(more.lasts("a", NOON.plusSeconds(9))).isTrue();
    assertThat(more.lasts("a", NOON.plusSeconds(9).plusMillis(1))).isFalse();
    assertThat(more.lasts("b", NOON.plusSeconds(2))).isTrue();
    assertThat(more.lasts("c", NOON)).isFalse();
    assertThat(more.firstEnd()).contains(NOON.plusSeconds(2));
    assertThat(ClaimSet.none().firstEnd()).isEmpty();
  }

  @Test
  void it_comes_back_from_its_bytes() {
    assertThat(ClaimSet.decode(TWO.encode())).isEqualTo(TWO);
    assertThat(ClaimSet.decode(ClaimSet.none().encode())).isEqualTo(ClaimSet.none());
    byte[] torn = Arrays.copyOf(TWO.encode(), TWO.encode().length - 1);
    assertThatThrownBy(() -> ClaimSet.decode(torn)).isInstanceOf(UncheckedIOException.class);
  }
}
