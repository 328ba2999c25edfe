package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.loadtest.BadOptionException;
import org.junit.jupiter.api.Test;

class LineupTest {
  @Test
  void variantsComeInTheOrderTheyAreNamed() throws BadOptionException {
    assertThat(Lineup.parse("local,redis-batched,floor", tool -> true).kinds())
        .containsExactly(Kind.LOCAL, Kind.REDIS_BATCHED, Kind.FLOOR);
  }

  @Test
  void everyVariantCanBeNamed() throws BadOptionException {
    for (Kind kind : Kind.values()) {
      assertThat(Lineup.parse(kind.toString(), tool -> true).kinds()).containsExactly(kind);
    }
  }

  @Test
  void allIsOncueAndItsPeers() throws BadOptionException {
    assertThat(Lineup.parse("all", tool -> true).kinds())
        .extracting(Kind::toString)
        .containsExactly(
            "floor", "local", "one-server", "two-servers", "redis", "redis-batched", "node-redis");
  }

  @Test
  void whatIsNoListOfVariantsIsRefused() {
    for (String text : new String[] {"", "redis,", "postgres", "floor,all", "floor,floor"}) {
      assertThatThrownBy(() -> Lineup.parse(text, tool -> true))
          .isInstanceOf(BadOptionException.class)
          .hasMessageContaining("--variants must be all, or some of floor, local,")
          .hasMessageEndingWith("not '" + text + "'");
    }
  }

  @Test
  void whatIsAskedForAndCannotRunIsRefusedWithTheInstallLine() {
    assertThatThrownBy(() -> Lineup.parse("floor,node-redis", tool -> tool == Tool.NODE))
        .isInstanceOf(BadOptionException.class)
        .hasMessage(
            "--variants floor,node-redis takes redis-server, npm;"
                + " install with: apt-get install redis-server npm");
  }

  @Test
  void whatNobodyAskedForIsLeftOutWhereItCannotRun() {
    Lineup lineup = Lineup.whatIsThere(tool -> tool == Tool.REDIS_SERVER);
    assertThat(lineup.kinds())
        .containsExactly(
            Kind.FLOOR,
            Kind.LOCAL,
            Kind.ONE_SERVER,
            Kind.TWO_SERVERS,
            Kind.REDIS,
            Kind.REDIS_BATCHED);
    assertThat(lineup.remark())
        .isEqualTo("left out: node-redis; install what they take with: apt-get install nodejs npm");
  }

  @Test
  void whereAllCanRunNothingIsSaid() {
    Lineup lineup = Lineup.whatIsThere(tool -> true);
    assertThat(lineup.kinds()).hasSize(7);
    assertThat(lineup.remark()).isEmpty();
  }
}
