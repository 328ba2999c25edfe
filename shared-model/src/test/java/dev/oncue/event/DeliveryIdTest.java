package dev.oncue.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class DeliveryIdTest {
  @Property
  void where_the_source_ends_and_the_id_begins_makes_a_difference(
      @ForAll @NotEmpty String first,
      @ForAll @NotEmpty String second,
      @ForAll @NotEmpty String third,
      @ForAll("separators") String separator) {
    DeliveryId one = new DeliveryId("t", first + separator + second, third);
    DeliveryId other = new DeliveryId("t", first, second + separator + third);
    assertThat(one.path()).isNotEqualTo(other.path());
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("\n", "\r\n", "\n1\n", "/", " ");
  }

  @Test
  void tenant_source_and_id_each_make_a_difference() {
    DeliveryId delivery = new DeliveryId("t", "source", "id");
    assertThat(delivery.path()).isEqualTo(new DeliveryId("t", "source", "id").path());
    assertThat(delivery.path())
        .isNotEqualTo(new DeliveryId("u", "source", "id").path())
        .isNotEqualTo(new DeliveryId("t", "other", "id").path())
        .isNotEqualTo(new DeliveryId("t", "source", "other").path());
  }
}
