package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.scenario.BaselineRamp.Behaviour;
import io.vertx.core.buffer.Buffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
  private static final String ACCEPTED = "{'receipt':'r1','options':['green']}";

  private final Results results = new Results();

  /** An answer to a viewer who chose green. */
  private void answer(Expected expected, int status, String body) {
    Request request = Request.post("anna", "/vote", "t", "{}", expected, 1);
    results.answered(request, status, Buffer.buffer(body.replace('\'', '"')), 2_000, 1_000);
  }

  @Test
  void theSameReceiptCountsOnce() {
    answer(Expected.RECEIPT, 200, ACCEPTED);
    answer(Expected.RECEIPT, 200, ACCEPTED);
    assertThat(results.accepted[1]).isEqualTo(1);
    assertThat(results.met(Expected.RECEIPT)).isEqualTo(2);
    assertThat(results.errors).isZero();
  }

  @Test
  void anotherReceiptIsAnError() {
    answer(Expected.RECEIPT, 200, ACCEPTED);
    answer(Expected.RECEIPT, 200, ACCEPTED.replace("r1", "r2"));
    assertThat(results.accepted()).isEqualTo(1);
    assertThat(results.examples).containsExactly("anna got the receipts r1 and r2");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ACCEPTED, 200, \"\", true",
        "ACCEPTED, 409, \"\", false",
        "RECEIPT, 200, {'options':['green']}, false",
        "RECEIPT, 200, \"{'receipt':'r1','options':['red']}\", false",
        "ALREADY_VOTED, 409, \"{'type':'urn:oncue:problem:already-voted','options':['green']}\", true",
        "ALREADY_VOTED, 409, \"{'type':'urn:oncue:problem:already-voted','options':['red']}\", false",
        "POLL_CLOSED, 409, {'type':'urn:oncue:problem:poll-closed'}, true",
        "POLL_CLOSED, 409, {'type':'urn:oncue:problem:already-voted'}, false",
        "MALFORMED, 400, {'type':'urn:oncue:problem:malformed'}, true",
        "MALFORMED, 200, {}, false",
        "RATE_LIMITED, 429, {'type':'urn:oncue:problem:rate-limited'}, true",
        "REACTION, 202, \"\", true"
      })
  void anAnswerIsJudgedByTheContract(Expected expected, int status, String body, boolean right) {
    answer(expected, status, body);
    assertThat(results.errors).isEqualTo(right ? 0 : 1);
    assertThat(results.met(expected)).isEqualTo(right ? 1 : 0);
    assertThat(results.latencies.size()).isEqualTo(right ? 1 : 0);
    assertThat(results.unknown[1]).isEqualTo(right ? 0 : 1);
  }

  @Test
  void ofAThousandViewersEachBehaviourHasItsShare() {
    assertThat(count(Behaviour.LATE)).isEqualTo(50);
    assertThat(count(Behaviour.OTHER_OPTION)).isEqualTo(50);
    assertThat(count(Behaviour.RETRY) + count(Behaviour.DOUBLE_TAP)).isEqualTo(100);
    assertThat(count(Behaviour.MALFORMED)).isEqualTo(20);
  }

  private static long count(Behaviour behaviour) {
    return IntStream.range(0, 1_000).filter(n -> Behaviour.of(n) == behaviour).count();
  }
}
