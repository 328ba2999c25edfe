package dev.oncue.warmpool.knative.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {
  /** echoed, desired, actual, active, ready, endpoints */
  @ParameterizedTest
  @CsvSource({
    "5, 5, 5, true, 5, 5, 5, ",
    "9, 9, 9, true, 9, 9, 9, ",
    "4, 9, 9, true, 9, 9, 4, has a PodAutoscaler whose min-scale is still 4",
    "5, 4, 9, true, 9, 9, 4, has an autoscaler that asks for 4 instances",
    "5, -1, 0, false, 0, 0, 0, has an autoscaler that asks for 0 instances",
    "5, 5, 3, false, 5, 5, 3, 'has 3 instances, says its autoscaler'",
    "5, 5, 5, false, 5, 5, 4, has an autoscaler that is not active yet",
    "5, 5, 5, true, 4, 5, 4, has 4 ready replicas",
    "5, 5, 5, true, 5, 3, 3, has 3 pods that requests can be sent to"
  })
  void hotIsWhatAllOfThemAgreeOn(
      int echoed,
      int desired,
      int actual,
      boolean isActive,
      int ready,
      int endpoints,
      int hot,
      String missing) {
    Signals signals = new Signals(echoed, desired, actual, isActive, ready, endpoints, false);
    assertThat(signals.hot(5)).isEqualTo(hot);
    assertThat(signals.missing(5)).isEqualTo(Optional.ofNullable(missing));
    assertThat(signals.missing(5).isEmpty()).isEqualTo(hot >= 5);
  }

  @Test
  void onlyWhatWasAskedForAndDoesNotComeIsStuck() {
    assertThat(new Signals(5, 0, 0, false, 0, 0, false).isStuckAtZero(5)).isTrue();
    assertThat(new Signals(5, -1, 0, false, 0, 0, false).isStuckAtZero(5)).isTrue();
    assertThat(new Signals(0, 0, 0, false, 0, 0, false).isStuckAtZero(5)).isFalse();
    assertThat(new Signals(5, 5, 0, false, 0, 0, false).isStuckAtZero(5)).isFalse();
    assertThat(new Signals(5, 0, 1, false, 1, 1, false).isStuckAtZero(5)).isFalse();
    assertThat(new Signals(5, 0, 0, false, 0, 0, true).isStuckAtZero(5)).isFalse();
    assertThat(new Signals(0, 0, 0, false, 0, 0, false).isStuckAtZero(0)).isFalse();
  }

  @Test
  void podsAreCountedAndNotTheirAddresses() {
    EndpointSlice four =
        slice(
            """
            {"addresses": ["10.0.0.1"], "conditions": {"ready": true}, "targetRef": {"name": "a"}},
            {"addresses": ["10.0.0.2"], "conditions": {}, "targetRef": {"name": "b"}},
            {"addresses": ["10.0.0.3"], "conditions": {"ready": false}, "targetRef": {"name": "c"}},
            {"addresses": ["10.0.0.4"]}
            """);
    EndpointSlice six = slice("{\"addresses\": [\"fd00::1\"], \"targetRef\": {\"name\": \"a\"}}");
    EndpointSlice none = slice("");
    PodAutoscaler young =
        Serialization.unmarshal(
            """
            {"apiVersion": "autoscaling.internal.knative.dev/v1alpha1", "kind": "PodAutoscaler",
             "metadata": {"name": "vote-1"}}
            """,
            PodAutoscaler.class);
    Signals signals = Signals.of(young, Optional.empty(), List.of(four, six, none));
    assertThat(signals.endpoints()).isEqualTo(3);
    assertThat(signals.desired()).isEqualTo(-1);
    assertThat(signals.hot(1)).isZero();
  }

  private static EndpointSlice slice(String endpoints) {
    return Serialization.unmarshal(
        """
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
         "metadata": {"name": "x"}, "endpoints": [%s]}
        """
            .formatted(endpoints),
        EndpointSlice.class);
  }
}
