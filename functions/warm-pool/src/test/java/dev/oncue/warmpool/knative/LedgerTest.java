package dev.oncue.warmpool.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.Loan.Lent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final Target REVISION = new Target(Kind.REVISION, "vote-00001");
  private static final Loan LOAN =
      new Loan(
          "8f1c",
          "vote",
          Map.of(
              Bound.MIN, new Lent(Optional.empty(), List.of("5", "8")),
              Bound.MAX, new Lent(Optional.of("3"), List.of("5"))));

  @Test
  void itIsReadAsItWasWritten() {
    Ledger ledger = Ledger.read(Map.of()).with(REVISION, Optional.of(LOAN));
    assertThat(ledger.data())
        .isEqualTo(
            Map.of(
                "Revision.vote-00001",
                "{\"uid\":\"8f1c\",\"service\":\"vote\",\"min-scale\":{\"ours\":[\"5\",\"8\"]},"
                    + "\"max-scale\":{\"original\":\"3\",\"ours\":[\"5\"]}}"));
    assertThat(Ledger.read(ledger.data())).isEqualTo(ledger);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "5",
        "nonsense",
        "{\"uid\":\"1\",\"service\":\"vote\",\"scale-down-delay\":{\"ours\":[]}}",
        "{\"uid\":1,\"service\":\"vote\"}",
        "{\"uid\":\"1\",\"service\":\"vote\",\"min-scale\":\"5\"}"
      })
  void whatIsNotUnderstoodIsKept(String text) {
    Map<String, String> data = Map.of("Revision.vote-00001", text, "Pod.x", LoanJson.write(LOAN));
    Ledger ledger = Ledger.read(data);
    assertThat(ledger.loans()).isEmpty();
    assertThat(ledger.isReadable(REVISION)).isFalse();
    assertThat(ledger.data()).isEqualTo(data);
  }

  @Test
  void aLoanOfAnObjectThatWasDeletedIsNotThatOfItsSuccessor() {
    Ledger ledger = Ledger.read(Map.of()).with(REVISION, Optional.of(LOAN));
    assertThat(ledger.of(REVISION, "8f1c", "vote")).isEqualTo(LOAN);
    assertThat(ledger.of(REVISION, "other", "vote")).isEqualTo(Loan.none("other", "vote"));
  }

  @Test
  void theValuesOnRecordAreTheLatestOnes() {
    Lent lent = Lent.first(Optional.empty(), "0");
    for (int value : IntStream.range(1, 100).toArray()) {
      lent = lent.then(Integer.toString(value)).then("7");
    }
    assertThat(lent.ours()).hasSize(Lent.MAX_VALUES).endsWith("99", "7");
  }
}
