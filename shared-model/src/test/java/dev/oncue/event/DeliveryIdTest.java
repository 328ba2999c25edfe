package dev.oncue.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTest {
  @Property
  void where_the_source_ends_and_the_id_begins_makes_a_difference(
      @ForAll @NotEmpty String first,
      @ForAll @NotEmpty String second,
      @ForAll @NotEmpty String third,
      @ForAll("separators") String separator) {
    DeliveryId one = new DeliveryId("t", "ann", "open", "show", first + separator + second, third);
    DeliveryId other =
        new DeliveryId("t", "ann", "open", "show", first, second + separator + third);
    assertThat(one.path()).isNotEqualTo(other.path());
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("\n", "\r\n", "\n1\n", "/", " ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void each_part_makes_a_difference(int part) {
    String[] parts = {"t", "sender", "type", "stream", "source", "id"};
    assertThat(path(parts)).isEqualTo(path(parts.clone()));
    String[] other = parts.clone();
    other[part] = "other";
    assertThat(path(other)).isNotEqualTo(path(parts));
  }

  private static String path(String[] of) {
    return new DeliveryId(of[0], of[1], of[2], of[3], of[4], of[5]).path();
  }
}
