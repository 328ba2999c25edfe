package dev.oncue.http.priming;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ImageMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrimingTest {
  @Test
  void a_native_executable_primes_itself_only_where_it_is_told_to() {
    assertThat(Priming.requests(Optional.empty(), ImageMode.JVM)).isEqualTo(200);
    assertThat(Priming.requests(Optional.empty(), ImageMode.NATIVE_RUN)).isZero();
    assertThat(Priming.requests(Optional.of(20), ImageMode.NATIVE_RUN)).isEqualTo(20);
    assertThat(Priming.requests(Optional.of(0), ImageMode.JVM)).isZero();
  }
}
