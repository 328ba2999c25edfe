package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule is broken once, and says so. */
class BrokenManifestsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oncue.dev/function: vote | oncue.dev/function: votes | Service vote: is labelled",
        "name: live # | name: life # | the functions are",
        "name: user-container | name: vote | Service vote: its container must be called user-container",
        "image: oncue-vote | image: oncue-live | Service vote: image oncue-live",
        "min-scale: \"1\" | min-scale: \"0\" | Service poll-close: must be there without anybody",
        "max-scale: \"100\" | max-scale: \"0\" | Service vote: has no max-scale",
        "min-scale: \"1\" | min-scale: \"6\" | Service poll-close: min-scale is above max-scale",
        "max-scale: \"100\" | max-scales: \"100\" | there is no annotation autoscaling.knative.dev/max-scales",
        "max-scale: \"100\" | max-scale: \"99\" | Service vote: its max-scale is not the warm pool's",
        "LIVE_CEILING | LIFE_CEILING | Service live: its max-scale is not the warm pool's ceiling",
        "target: \"5000\" | activation-scale: \"1\" | Service live: activation-scale is below",
        "target-burst-capacity: \"0\" | target-burst-capacity: \"211\" | target-burst-capacity must be 0",
        "metric: concurrency | metric: rps | metric must be concurrency",
        "containerConcurrency: 0 | containerConcurrency: 100 | containerConcurrency must be 0",
        "timeoutSeconds: 600 | timeoutSeconds: 601 | timeoutSeconds is above 600",
        "timeoutSeconds: 60 | timeoutSeconds: 10 | leaves a pod no time to end",
        "responseStartTimeoutSeconds: 10 | responseStartTimeoutSeconds: 61 | is above timeoutSeconds",
        "value: PT9M | value: PT10M | must end feeds before timeoutSeconds",
        "ONCUE_FEED_MAX_AGE | ONCUE_FEED_MAXAGE | must end feeds before timeoutSeconds",
        "ONCUE_FEED_MAX_AGE | ONCUE_FEED_MAXAGE | there is no setting ONCUE_FEED_MAXAGE",
        "containerPort: 8080 | containerPort: 8081 | its one port is 8080",
        "startupProbe: | readinessProbe2: | unknown",
        "path: /q/health/ready | path: /q/health | readinessProbe must ask /q/health/ready",
        "periodSeconds: 1 | successThreshold: 1 | has no periodSeconds",
        "port: 8080 # | port: 9000 # | asks another port",
        "ONCUE_GRID_CA | ONCUE_GRID_CERT | ONCUE_GRID_CA is not set",
        "servers: oncue-grid | server: oncue-grid | there is no servers in the ConfigMap oncue-grid",
        "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | its securityContext must be",
        "runAsNonRoot: true | runAsNonRoot: false | its securityContext must be",
        "- ALL | - NET_RAW | its securityContext must be",
        "type: RuntimeDefault | type: Unconfined | its securityContext must be",
        "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | its securityContext",
        "memory: 768Mi | ephemeral-storage: 768Mi | must ask for cpu and memory",
        "name: tmp #              mount | name: temp #              mount | there is no volume temp",
        "sizeLimit: 64Mi | medium: Memory | has no sizeLimit",
        "serviceAccountName: oncue-function | serviceAccountName: root | there is no ServiceAccount root",
        "automountServiceAccountToken: false | automountServiceAccountToken: true | needs no token",
        "type: dev.oncue.vote.cast.v1 | type: dev.oncue.vote.cast.v2 | Triggers send",
        "broker: oncue | broker: default | there is no Broker default",
        "kind: Service #        name: dead-letters | kind: Service #        name: nobody | events go to",
        "retry: 5 | retry: 0 | the Broker must say",
        "backoffPolicy: exponential | backoffPolicy: linear | the Broker must say",
        "name: warm-pool #subjects: | name: other #subjects: | RoleBinding warm-pool",
        "app.kubernetes.io/part-of: oncue | app.kubernetes.io/part-of: other | no policy selects its pods",
        "- Egress # | - Ingress # | no NetworkPolicy closes",
        "serving.knative.dev/service: live | serving.knative.dev/service: life | PodDisruptionBudgets select",
        "targetPort: http | targetPort: https | serves no Deployment's port",
        "name: oncue-grid-login-vote | name: oncue-grid-login-live | Service vote: has the Secret oncue-grid-login-live, not its own",
        "secretName: oncue-jwt-keys | secretName: oncue-ticket-key | has the Secret oncue-ticket-key, not its own",
        "  egress: #    - to: #        - ipBlock: #            cidr: 192.0.2.1/32 #      ports: | egress: #    - ports: | oncue-warm-pool-api: is open to everybody"
      })
  void a_rule_that_is_broken_is_named(String from, String to, String named) throws IOException {
    // " #" stands for the end of a line.
    String before = from.replace(" #", "\n");
    String after = to.replace(" #", "\n");
    try {
      assertThat(String.join("\n", Rules.broken(Tree.base(before, after)))).contains(named);
    } catch (UnrecognizedPropertyException e) {
      assertThat(named).isEqualTo("unknown");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containerConcurrency: 0|containerConcurency: 0",
        "automountServiceAccountToken|automountServiceAccountTokens",
        "secretKeyRef:|secretRef:",
        "sizeLimit|size-limit",
        "backoffDelay|backOffDelay",
        "deadLetterSink|deadLetter",
        "maxUnavailable|maxUnavailabe",
        "policyTypes|policyType",
        "roleRef|role"
      })
  void what_the_model_does_not_know_is_refused(String change) {
    String[] sides = change.split("\\|");
    assertThatThrownBy(() -> Tree.base(sides[0], sides[1]))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  void what_is_said_twice_is_refused() {
    assertThatThrownBy(() -> Tree.base("retry: 5", "retry: 5\n    retry: 6"))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("retry");
  }

  @Test
  void a_kind_that_is_not_known_is_refused() {
    assertThatThrownBy(() -> Tree.base("kind: Broker", "kind: Brokers"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Brokers");
  }

  @Test
  void a_secret_that_is_written_out_is_seen() throws IOException {
    String named = "            - name: ONCUE_GRID_PASSWORD\n              ";
    String variable =
        named
            + """
              valueFrom:
                              secretKeyRef:
                                name: oncue-grid-login-vote
                                key: password
              """;
    String written = named + "value: x\n";
    assertThat(Rules.broken(Tree.base(variable, written)))
        .contains("Service vote: ONCUE_GRID_PASSWORD is no secret");
  }
}
