package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.knative.Operations.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts for operators, on a cluster that is not there. */
@Tag("tools")
@NeedsKubectl
class DeployTest {
  @TempDir Path folder;
  private Operations operations;

  @BeforeEach
  void copy() throws IOException {
    operations = new Operations(folder);
  }

  private Ended deploy(String... arguments) throws Exception {
    return operations.run("deploy", arguments);
  }

  private static void assertFailed(Ended ended, String reason) {
    assertThat(ended.out()).contains("deploy: ").contains(reason);
    assertThat(ended.status()).isEqualTo(1);
  }

  private static int position(Ended ended, String call) {
    int position = 0;
    for (String line : ended.calls()) {
      if (line.contains(call)) {
        return position;
      }
      position++;
    }
    throw new AssertionError("no call has " + call + ": " + ended.calls());
  }

  @Test
  void each_thing_is_brought_in_its_turn() throws Exception {
    Ended ended = deploy("production", "--skip-smoke-test", "--timeout", "90");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(
            List.of(
                position(ended, "get --raw /readyz"),
                position(ended, "  Namespace"),
                position(ended, "get secret oncue-jwt-keys"),
                position(ended, "  Infinispan"),
                position(
                    ended, "wait --for condition=wellFormed --timeout 90s infinispan/oncue-grid"),
                position(ended, "  Cache"),
                position(ended, "  ConfigMap"),
                position(ended, "kn service apply"),
                position(ended, "  Trigger"),
                position(ended, "  Deployment"),
                position(ended, "condition=Available --timeout 90s deployment/warm-pool")))
        .isSorted();
  }

  /** It takes one document from a file; each is waited for, also where kn had nothing to change. */
  @Test
  void kn_is_given_one_function_at_a_time() throws Exception {
    Ended ended = deploy("dev", "--skip-smoke-test");
    assertThat(ended.status()).as(ended.out()).isZero();
    for (String name :
        List.of("vote", "reaction", "poll-open", "poll-close", "live", "dead-letters")) {
      int at = position(ended, "/" + name + ".yaml -n oncue-dev --wait-timeout 600");
      assertThat(ended.calls().get(at)).startsWith("kn service apply -f ");
      assertThat(ended.calls().subList(at + 1, at + 3))
          .containsExactly("  documents: 1", "  " + name);
      position(
          ended, "wait --for condition=Ready --timeout 600s services.serving.knative.dev/" + name);
    }
  }

  @Test
  void a_dry_run_changes_nothing() throws Exception {
    Ended ended = operations.without("kn").run("deploy", "production", "--dry-run");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("nothing was changed");
    assertThat(ended.calls())
        .filteredOn(call -> call.contains(" apply "))
        .isNotEmpty()
        .allMatch(call -> call.contains("--dry-run=server --validate=strict"));
    assertThat(ended.calls()).noneMatch(call -> call.contains(" wait ") || call.startsWith("kn "));
  }

  /** Knative's webhook has a pod tried, which needs its account: before the first deploy. */
  @Test
  void a_dry_run_does_without_the_accounts_of_the_functions() throws Exception {
    Ended there = deploy("production", "--dry-run");
    assertThat(there.calls().toString()).contains("account: oncue-function");
    operations.refuse("*get serviceaccount *");
    Ended missing = deploy("production", "--dry-run");
    assertThat(missing.status()).as(missing.out()).isZero();
    assertThat(missing.out()).contains("vote is judged with the namespace's own");
    assertThat(missing.calls()).doesNotContain("  account: oncue-function");
    Ended real = deploy("production", "--skip-smoke-test");
    assertThat(real.status()).as(real.out()).isZero();
    assertThat(real.calls()).noneMatch(call -> call.contains("get serviceaccount"));
  }

  @Test
  void a_dry_run_does_without_a_namespace() throws Exception {
    Ended ended = operations.refuse("*get namespace*").run("deploy", "dev", "--dry-run");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.calls()).noneMatch(call -> call.contains(" apply "));
  }

  @Test
  void another_context_is_used_by_all() throws Exception {
    Ended ended = deploy("dev", "--skip-smoke-test", "--context", "other");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.calls())
        .filteredOn(call -> call.startsWith("k"))
        .allMatch(call -> call.contains(" --context other "));
  }

  @Test
  void the_grid_may_be_left_to_others() throws Exception {
    Ended ended = deploy("dev", "--skip-grid", "--skip-smoke-test");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.calls())
        .noneMatch(call -> call.contains("nfinispan") || call.contains("oncue-grid-tls"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get --raw /readyz | the cluster does not answer",
        "-n knative-serving * | Knative Serving is not there",
        "-n knative-eventing * | Knative Eventing is not there",
        "get crd triggers* | the cluster does not know triggers.eventing.knative.dev",
        "get crd caches* | the cluster does not know caches.infinispan.org",
        "*secret oncue-grid-tls*key* | missing in oncue: oncue-grid-tls (tls.key)",
        "*wellFormed* | not wellFormed within 600 s: infinispan/oncue-grid",
        "*apply -f - | the cluster refuses it",
        "kn service apply*/live.yaml* | live is not as it should be",
        "*wait*services.serving.knative.dev/vote | not Ready within 600 s",
        "*wait*triggers* | not Ready within 600 s",
        "*wait*deployment/warm-pool | not Available within 600 s"
      })
  void a_step_that_fails_ends_it(String refused, String reason) throws Exception {
    operations.refuse(refused);
    assertFailed(deploy("production", "--skip-smoke-test"), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.14.9", "v0.42.2"})
  void an_old_knative_is_refused(String version) throws Exception {
    operations.version(version);
    assertFailed(deploy("production", "--dry-run"), "1.15 is the oldest that was tried");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.15.0", "v1.23.0", "2.0"})
  void a_newer_one_is_taken(String version) throws Exception {
    operations.version(version);
    assertThat(deploy("production", "--dry-run").status()).isZero();
  }

  @Test
  void a_version_that_cannot_be_read() throws Exception {
    operations.version("devel");
    assertFailed(deploy("production", "--dry-run"), "does not say which version it is: devel");
  }

  @Test
  void placeholders_are_found() throws Exception {
    operations.replace(
        "knative/overlays/dev/kustomization.yaml", "images.test", "registry.example.com");
    assertFailed(deploy("dev", "--skip-smoke-test"), "names images of registry.example.com");
    operations.replace(
        "infinispan-config/operator/infinispan.yaml", "jars.test", "artifacts.example.com");
    assertFailed(deploy("production", "--dry-run"), "fetches the tasks from artifacts.example.com");
  }

  @Test
  void keys_that_functions_would_not_take_or_must_not_have() throws Exception {
    operations.secret("-----BEGIN PUBLIC KEY-----");
    assertFailed(deploy("production", "--skip-smoke-test"), "is no private key");
    operations.secret("-----BEGIN PRIVATE KEY-----");
    assertFailed(
        deploy("production", "--skip-smoke-test"),
        "oncue-jwt-keys (platform) holds a private key; every function would have it");
  }

  @Test
  void an_image_has_a_digest() throws Exception {
    operations.replace("knative/overlays/dev/kustomization.yaml", Operations.DIGEST, "newTag: dev");
    assertFailed(
        deploy("dev", "--skip-smoke-test"),
        "images without a digest: docker.io/nginxinc/nginx-unprivileged:dev,"
            + " images.test/oncue/live:dev, ");
  }

  @Test
  void the_warm_pool_reaches_the_api_server_and_no_other_address() throws Exception {
    Ended ended = deploy("production", "--skip-smoke-test");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.calls())
        .filteredOn(call -> call.contains("cidr: "))
        .extracting(String::strip)
        .containsExactlyInAnyOrder("cidr: 10.0.0.1/32", "cidr: 10.0.0.2/32", "cidr: fd00::1/128");
  }

  @Test
  void an_api_server_without_addresses_ends_it() throws Exception {
    operations.refuse("*get endpoints*");
    assertFailed(deploy("production", "--skip-smoke-test"), "where the Kubernetes API is");
  }

  @Test
  void a_poll_at_the_end_needs_a_token() throws Exception {
    Ended ended = deploy("production");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).contains("--token-file FILE, or --skip-smoke-test");
  }

  @Test
  void an_overlay_that_cannot_be_rendered() throws Exception {
    operations.replace("knative/base/kustomization.yaml", "vote.yaml", "votes.yaml");
    assertFailed(deploy("production", "--dry-run"), "overlays/production: ");
  }

  @Test
  void tools_that_are_missing() throws Exception {
    operations.without("kn");
    assertFailed(deploy("production", "--skip-smoke-test"), "kn is not there; https://knative.dev");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nowhere",
        "--dry-run",
        "dev production",
        "dev --timeout",
        "dev --timeout soon",
        "dev --context",
        "dev --force"
      })
  void bad_arguments(String arguments) throws Exception {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    for (String script : List.of("deploy", "undeploy")) {
      Ended ended = operations.run(script, words);
      assertThat(ended.status()).as(ended.out()).isEqualTo(2);
      assertThat(ended.out()).startsWith(script + ": ").contains("Exit status:");
      assertThat(ended.calls()).isEmpty();
    }
  }

  @Test
  void undeploy_goes_back_the_way_and_leaves_the_grid() throws Exception {
    Ended ended = operations.run("undeploy", "production");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("the grid, the secrets and the namespace are there");
    assertThat(
            List.of(
                position(ended, "  Trigger"),
                position(ended, "--cascade=foreground -f -"),
                position(ended, "get configmap oncue-warm-pool"),
                position(ended, "  Deployment"),
                position(ended, "wait --for delete pod -l app.kubernetes.io/name=warm-pool"),
                position(ended, "  Lease"),
                position(ended, "  ServiceAccount")))
        .isSorted();
    assertThat(ended.calls())
        .containsSubsequence("  ConfigMap", "  named oncue-warm-pool", "  Lease");
    assertThat(ended.calls())
        .noneMatch(call -> call.contains("Infinispan") || call.contains("Namespace"));
  }

  @Test
  void undeploy_takes_the_record_under_the_name_that_is_set() throws Exception {
    operations.replace(
        "knative/base/warm-pool.yaml",
        "            - name: ONCUE_WARM_POOL_MODE\n",
        "            - name: ONCUE_WARM_POOL_NAME\n              value: other-pool\n"
            + "            - name: ONCUE_WARM_POOL_MODE\n");
    Ended ended = operations.run("undeploy", "dev");
    assertThat(ended.status()).as(ended.out()).isZero();
    position(ended, "get configmap other-pool");
    assertThat(ended.calls())
        .containsSubsequence("  ConfigMap", "  named other-pool", "  Lease", "  named other-pool");
  }

  /** The record has the only copy of what annotations were. */
  @Test
  void undeploy_waits_until_the_warm_pool_has_given_back() throws Exception {
    operations.recorded("one that is there\n", "Revision.vote-1", "note", "PodAutoscaler.live-2");
    Ended ended = operations.run("undeploy", "production", "--timeout", "1");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out())
        .contains("has not given back within 1 s: one that is there one that is there.");
    position(ended, "get revisions.serving.knative.dev/vote-1");
    position(ended, "get podautoscalers.autoscaling.internal.knative.dev/live-2");
    assertThat(ended.calls()).doesNotContain("  Deployment", "  Lease");

    for (String call : List.of("*get configmap *", "*get revisions.*")) {
      Ended unread = operations.refuse(call).run("undeploy", "production");
      assertThat(unread.status()).isEqualTo(1);
      assertThat(unread.out()).contains("cannot be read what the warm pool has raised: refused");
      assertThat(unread.calls()).doesNotContain("  Deployment", "  Lease");
    }

    operations.refuse("").recorded("", "Revision.vote-1");
    Ended gone = operations.run("undeploy", "production", "--timeout", "1");
    assertThat(gone.status()).as(gone.out()).isZero();
    assertThat(gone.calls()).contains("  Deployment", "  Lease");
  }

  @Test
  void undeploy_takes_the_grid_when_told_to() throws Exception {
    Ended ended = operations.run("undeploy", "production", "--with-grid");
    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(position(ended, "  Infinispan")).isGreaterThan(position(ended, "  ServiceAccount"));
  }

  @Test
  void undeploy_passes_over_what_is_gone_needs_no_kn_and_may_only_look() throws Exception {
    Ended gone = operations.without("kn").run("undeploy", "dev");
    assertThat(gone.status()).as(gone.out()).isZero();
    assertThat(gone.calls())
        .filteredOn(call -> call.startsWith("kubectl delete "))
        .isNotEmpty()
        .allMatch(call -> call.contains("--ignore-not-found"));

    Ended looked = operations.run("undeploy", "dev", "--dry-run", "--with-grid");
    assertThat(looked.status()).as(looked.out()).isZero();
    assertThat(looked.calls())
        .filteredOn(call -> call.startsWith("kubectl delete "))
        .isNotEmpty()
        .allMatch(call -> call.contains("--dry-run=server"));
  }
}
