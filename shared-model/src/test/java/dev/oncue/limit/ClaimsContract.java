package dev.oncue.limit;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for {@link Claims} on every grid. The tests may share one. */
@Timeout(60)
public abstract class ClaimsContract {
  private static final Instant LATER = Instant.now().plusSeconds(3_600);

  private final String tenant = "tenant-" + UUID.randomUUID();

  /** The grid to try. */
  protected abstract Grid grid();

  private ClaimSet change(ClaimKind kind, String of, UnaryOperator<ClaimSet> step) {
    return await(grid().claims().change(kind, of, step));
  }

  @ParameterizedTest
  @EnumSource
  public void what_is_claimed_is_kept(ClaimKind kind) {
    change(kind, tenant, set -> set.plus("a", 1, LATER));
    change(kind, tenant, set -> set.plus("b", 2, LATER));
    ClaimSet expected = ClaimSet.none().plus("a", 1, LATER).plus("b", 2, LATER);
    assertThat(change(kind, tenant, set -> set)).isEqualTo(expected);
  }

  @Test
  public void each_kind_and_each_tenant_has_its_own() {
    change(ClaimKind.STREAMS, tenant, set -> set.plus("a", 1, LATER));
    assertThat(change(ClaimKind.POLLS, tenant, set -> set)).isEqualTo(ClaimSet.none());
    assertThat(change(ClaimKind.STREAMS, tenant + "-2", set -> set)).isEqualTo(ClaimSet.none());
  }

  @Test
  public void a_step_that_changes_nothing_leaves_what_is_there() {
    change(ClaimKind.STREAMS, tenant, set -> set.plus("a", 1, LATER));
    assertThat(change(ClaimKind.STREAMS, tenant, set -> set).names()).containsExactly("a");
    assertThat(change(ClaimKind.STREAMS, tenant, set -> set).names()).containsExactly("a");
  }

  @Test
  public void nothing_is_lost_where_several_change_it_at_once() {
    Concurrently.run(
        3,
        thread -> {
          for (int i = 0; i < 5; i++) {
            change(ClaimKind.TICKETS, tenant, set -> set.plus("now", 1, LATER));
          }
          return null;
        });
    assertThat(change(ClaimKind.TICKETS, tenant, set -> set).total()).isEqualTo(15);
  }
}
