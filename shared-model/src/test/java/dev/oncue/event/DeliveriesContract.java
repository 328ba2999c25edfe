package dev.oncue.event;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Deliveries} on every grid. The tests may share one. */
@Timeout(60)
public abstract class DeliveriesContract {
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final DeliveryId id =
      new DeliveryId(tenant, "ann", "open", "show", "//producer", "event-1");

  /** The grid to try. */
  protected abstract Grid grid();

  private Deliveries deliveries() {
    return grid().deliveries();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  public void a_delivery_that_was_not_handled_has_no_answer() {
    assertThat(await(deliveries().answer(id))).isEmpty();
  }

  @Test
  public void the_first_answer_stays() {
    assertThat(await(deliveries().remember(id, bytes("first")))).isTrue();
    assertThat(await(deliveries().remember(id, bytes("second")))).isFalse();
    assertThat(await(deliveries().answer(id))).contains(bytes("first"));
  }

  @Test
  public void an_answer_may_be_empty() {
    assertThat(await(deliveries().remember(id, new byte[0]))).isTrue();
    assertThat(await(deliveries().remember(id, new byte[0]))).isFalse();
    assertThat(await(deliveries().answer(id))).contains(new byte[0]);
  }

  @Test
  public void tenant_source_and_id_tell_deliveries_apart() {
    List<DeliveryId> ids =
        List.of(
            id,
            new DeliveryId(tenant + "2", "ann", "open", "show", id.source(), id.id()),
            new DeliveryId(tenant, "ann", "open", "show", "//other", id.id()),
            new DeliveryId(tenant, "ann", "open", "show", id.source(), "event-2"),
            new DeliveryId(tenant, "ann", "open", "show", "\u00E9 /:@?#", "\uD83D\uDD25"));
    for (DeliveryId one : ids) {
      assertThat(await(deliveries().remember(one, bytes(one.toString())))).as("%s", one).isTrue();
    }
    for (DeliveryId one : ids) {
      assertThat(await(deliveries().answer(one))).contains(bytes(one.toString()));
    }
  }

  @Test
  public void among_threads_that_handle_a_delivery_at_once_exactly_one_is_first() {
    for (int round = 0; round < 20; round++) {
      DeliveryId one =
          new DeliveryId(tenant, "ann", "open", "show", "//producer", "round-" + round);
      List<Boolean> first =
          Concurrently.run(4, thread -> await(deliveries().remember(one, bytes("by " + thread))));
      assertThat(first).containsOnlyOnce(true);
      assertThat(await(deliveries().answer(one))).contains(bytes("by " + first.indexOf(true)));
    }
  }
}
