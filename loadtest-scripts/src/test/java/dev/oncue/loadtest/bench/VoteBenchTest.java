package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VoteBenchTest {
  @Test
  void variantsAreNamedInTheOrderInWhichTheyRun() {
    VoteBench bench = new VoteBench();
    new CommandLine(bench).parseArgs("--variants", "local,redis-batched,two-servers,floor");
    assertThat(bench.variants)
        .containsExactly(
            Contender.LOCAL, Contender.REDIS_BATCHED, Contender.TWO_SERVERS, Contender.FLOOR);
  }

  @Test
  void whatIsNoVariantIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> new CommandLine(new VoteBench()).parseArgs("--variants", "floor,tea"))
        .hasMessageContaining("--variants")
        .hasMessageContaining("node-redis")
        .hasMessageContaining("tea");
  }
}
