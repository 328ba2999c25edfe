package dev.oncue.task.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownServersTest {
  private static KnownServers knownServers(String... servers) {
    return new KnownServers(Set.of(servers));
  }

  @Test
  void a_grid_that_never_was_lacks_nothing() {
    assertThat(knownServers().isCompleteWith(Set.of())).isTrue();
  }

  @Test
  void a_server_that_was_alone_has_everything_and_nobody_else_has() {
    assertThat(knownServers("a").isCompleteWith(Set.of("a"))).isTrue();
    assertThat(knownServers("a").isCompleteWith(Set.of("b", "c"))).isFalse();
  }

  @Test
  void of_two_servers_either_has_everything() {
    assertThat(knownServers("a", "b").isCompleteWith(Set.of("a"))).isTrue();
    assertThat(knownServers("a", "b").isCompleteWith(Set.of("c"))).isFalse();
  }

  @Test
  void of_more_servers_one_may_be_missing() {
    assertThat(knownServers("a", "b", "c").isCompleteWith(Set.of("a", "c"))).isTrue();
    assertThat(knownServers("a", "b", "c").isCompleteWith(Set.of("a", "d", "e"))).isFalse();
    assertThat(knownServers("a", "b", "c", "d").isCompleteWith(Set.of("a", "b"))).isFalse();
  }

  @Test
  void who_comes_counts_at_once_and_who_goes_counts_until_the_grid_has_settled() {
    assertThat(knownServers("a", "b").seeing(Set.of("a", "c"), false))
        .isEqualTo(knownServers("a", "b", "c"));
    assertThat(knownServers("a", "b").seeing(Set.of("a", "c"), true))
        .isEqualTo(knownServers("a", "c"));
  }
}
