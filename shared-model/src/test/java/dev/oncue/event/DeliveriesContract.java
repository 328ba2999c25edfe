package dev.oncue.event;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.event.ClaimOutcome.Answered;
import dev.oncue.event.ClaimOutcome.Granted;
import dev.oncue.event.ClaimOutcome.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Deliveries} on every grid. The tests may share one. */
@Timeout(60)
public abstract class DeliveriesContract {
  /** Longer than any test. */
  private static final Duration LONG = Duration.ofMinutes(5);

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

  private ClaimOutcome claim(Claim claim) {
    return await(deliveries().claim(claim, LONG));
  }

  private Claim granted(DeliveryId delivery) {
    Claim claim = Claim.on(delivery);
    assertThat(claim(claim)).as("%s", delivery).isEqualTo(new Granted());
    return claim;
  }

  private byte[] answerTo(DeliveryId delivery) {
    return ((Answered) claim(Claim.on(delivery))).answer();
  }

  @Test
  public void a_delivery_that_was_not_answered_has_no_answer() {
    assertThat(await(deliveries().answer(id))).isEmpty();
    Claim claim = granted(id);
    assertThat(await(deliveries().answer(id))).as("only claimed").isEmpty();
    await(deliveries().remember(claim, bytes("{}")));
    assertThat(await(deliveries().answer(id))).contains(bytes("{}"));
  }

  @Test
  public void a_delivery_is_claimed_once() {
    Claim first = granted(id);
    assertThat(claim(Claim.on(id))).isEqualTo(new Taken());
    assertThat(claim(first)).as("sent twice").isEqualTo(new Granted());
  }

  @Test
  public void the_first_answer_stays() {
    Claim claim = granted(id);
    assertThat(await(deliveries().remember(claim, bytes("{\"first\":1}")))).isTrue();
    assertThat(answerTo(id)).isEqualTo(bytes("{\"first\":1}"));
    assertThat(await(deliveries().remember(claim, bytes("{}")))).isFalse();
    await(deliveries().release(claim));
    assertThat(answerTo(id)).isEqualTo(bytes("{\"first\":1}"));
  }

  @Test
  public void an_answer_may_be_empty() {
    assertThat(await(deliveries().remember(granted(id), new byte[0]))).isTrue();
    assertThat(answerTo(id)).isEmpty();
  }

  @Test
  public void a_claim_that_was_given_back_is_the_next_ones() {
    Claim first = granted(id);
    await(deliveries().release(first));
    Claim second = granted(id);
    await(deliveries().release(first));
    assertThat(await(deliveries().remember(first, bytes("{}")))).isFalse();
    assertThat(claim(Claim.on(id))).as("still the second one's").isEqualTo(new Taken());
    assertThat(await(deliveries().remember(second, bytes("{}")))).isTrue();
  }

  @Test
  public void a_claim_ends_by_itself() {
    Claim dead = Claim.on(id);
    assertThat(await(deliveries().claim(dead, Duration.ofMillis(300)))).isEqualTo(new Granted());
    Claim next = Claim.on(id);
    Awaitility.await().until(() -> claim(next).equals(new Granted()));
    assertThat(await(deliveries().remember(dead, bytes("{}")))).isFalse();
    assertThat(await(deliveries().remember(next, bytes("{}")))).isTrue();
  }

  /** The answer of a brief claim is no brief answer. */
  @Test
  public void an_answer_stays_longer_than_its_claim() {
    Claim brief = Claim.on(id);
    Duration lifespan = Duration.ofMillis(1_500);
    long since = System.nanoTime();
    assertThat(await(deliveries().claim(brief, lifespan))).isEqualTo(new Granted());
    if (await(deliveries().remember(brief, bytes("{}")))) {
      Awaitility.await()
          .until(() -> System.nanoTime() - since > lifespan.plusMillis(500).toNanos());
      assertThat(answerTo(id)).isEqualTo(bytes("{}"));
    }
  }

  @Test
  public void each_part_of_an_id_tells_deliveries_apart() {
    List<DeliveryId> ids =
        List.of(
            id,
            new DeliveryId(tenant + "2", "ann", "open", "show", id.source(), id.id()),
            new DeliveryId(tenant, "ann", "open", "show", "//other", id.id()),
            new DeliveryId(tenant, "ann", "open", "show", id.source(), "event-2"),
            new DeliveryId(tenant, "ann", "open", "show", "\u00E9 /:@?#", "\uD83D\uDD25"));
    for (DeliveryId one : ids) {
      await(deliveries().remember(granted(one), bytes(one.toString())));
    }
    for (DeliveryId one : ids) {
      assertThat(answerTo(one)).isEqualTo(bytes(one.toString()));
    }
  }

  @Test
  public void among_threads_that_claim_a_delivery_at_once_exactly_one_has_it() {
    for (int round = 0; round < 20; round++) {
      DeliveryId one =
          new DeliveryId(tenant, "ann", "open", "show", "//producer", "round-" + round);
      List<ClaimOutcome> outcomes = Concurrently.run(4, thread -> claim(Claim.on(one)));
      assertThat(outcomes).containsOnlyOnce(new Granted());
      assertThat(outcomes.stream().filter(new Taken()::equals)).hasSize(3);
    }
  }
}
