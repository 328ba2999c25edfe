package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Ended;
import dev.oncue.testbed.engine.Engine.Setup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that cannot be says why in one line, by the name of the setting, and ends with 1. */
@Tag("faults")
class SettingsIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  private static void assertRefused(Ended ended, String setting, String rule) {
    assertThat(ended.err().lines()).as("%s", ended).hasSize(1);
    assertThat(ended.err().strip()).startsWith(setting + " ").contains(rule);
    assertThat(ended.out()).doesNotContain("\tat ");
    assertThat(ended.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "QUARKUS_HTTP_PORT, http, must be a number from 0 to 65535",
    "QUARKUS_HTTP_HOST, no.such.host.invalid, must be an address of this machine",
    "QUARKUS_HTTP_HOST, 192.0.2.1, must be an address of this machine",
    "ONCUE_JWT_SECRET, 31-bytes-31-bytes-31-bytes-31-b, must have 32 bytes or more",
    "ONCUE_JWT_KEYS, not/there, names a file that cannot be read",
    "ONCUE_FSYNC, maybe, must be true or false",
    "ONCUE_CORS_ORIGINS, tv.example, 'must be *, none, or origins like'",
    "ONCUE_LOCAL_GUESTS, maybe, must be true or false",
    "ONCUE_POLL_SHARDS, 0, must be a number from 1 to 64",
    "ONCUE_RETENTION_TIME, x, must be a duration",
    "ONCUE_RETENTION_POLLS, -1, must be a number from",
    "ONCUE_VOTE_MAX_WAITING, -1, must be a number from",
    "ONCUE_FEED_MAX_AGE, 9m, must be a duration",
    "ONCUE_DEMO_DIR, not/there, must name a folder that functions/live/demo-stream has made",
    "ONCUE_WARM_POOL_MODE, always, must be observe",
    "ONCUE_WARM_POOL_LEAD, PT2H, must be at most PT1H",
    "ONCUE_WARM_POOL_POLL_OPEN_SHARE, much, must be a decimal number from 0 to 10"
  })
  void a_bad_setting_of_the_local_engine(String setting, String value, String rule) {
    assertRefused(Engine.local(folder).set(setting, value).startAndEnd(), setting, rule);
  }

  private static void assertRefused(Ended ended, List<String> lines) {
    assertThat(ended.err().lines()).as("%s", ended).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(ended.out()).doesNotContain("\tat ");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void several_bad_settings_of_the_local_engine_have_a_line_each() {
    assertRefused(
        Engine.local(folder)
            .set("ONCUE_JWT_SECRET", "short-short-short")
            .set("ONCUE_FSYNC", "")
            .set("ONCUE_VOTE_MAX_WAITING", "many")
            .set("ONCUE_FEED_MAX_AGE", "9m")
            .set("ONCUE_WARM_POOL_VOTE_CEILING", "0")
            .startAndEnd(),
        List.of(
            "ONCUE_JWT_SECRET must have 32 bytes or more",
            "ONCUE_FSYNC must be true or false, not an empty text",
            "ONCUE_VOTE_MAX_WAITING must be a number from 0 to 2147483647, not many",
            "ONCUE_FEED_MAX_AGE must be a duration in ISO 8601 like PT20S, at most P36500D, not 9m",
            "ONCUE_WARM_POOL_VOTE_CEILING must be a number from 1 to 10000, not 0"));
  }

  /** What is empty counts as not given. A mistyped name is told of meanwhile. */
  @Test
  void a_function_that_is_given_nothing_names_all_that_it_needs() {
    Ended ended =
        Engine.function("live", folder)
            .set("ONCUE_JWT_SECRET", "")
            .set("ONCUE_GRID_SERVERS", "")
            .set("ONCUE_FEED_MAXAGE", "PT9M")
            .startAndEnd();
    assertRefused(
        ended,
        List.of(
            "ONCUE_JWT_SECRET must be given (or ONCUE_JWT_KEYS)",
            "ONCUE_GRID_SERVERS must be given as host:port,host:port"));
    assertThat(ended.out())
        .contains("ONCUE_FEED_MAXAGE is no setting")
        .contains("is it ONCUE_FEED_MAX_AGE?");
  }

  @Test
  void bad_settings_of_the_grid_and_of_a_function_are_named_together() {
    assertRefused(
        Engine.function("vote", folder)
            .set("ONCUE_JWT_SECRET", "short-short-short")
            .set("ONCUE_GRID_SERVERS", "grid")
            .set("ONCUE_VOTE_MAX_WAITING", "-1")
            .startAndEnd(),
        List.of(
            "ONCUE_JWT_SECRET must have 32 bytes or more",
            "ONCUE_GRID_SERVERS must be given as host:port,host:port, not grid",
            "ONCUE_VOTE_MAX_WAITING must be a number from 0 to 2147483647, not -1"));
  }

  @Test
  void a_port_that_is_taken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertRefused(
          Engine.local(folder).set("QUARKUS_HTTP_PORT", port).startAndEnd(),
          "QUARKUS_HTTP_PORT",
          port + " cannot be listened on");
    }
  }

  @Test
  void a_data_folder_that_is_a_file() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path unusable : new Path[] {file, file.resolve("below")}) {
      for (Setup setup : new Setup[] {Engine.local(folder), withSecret(Engine.local(folder))}) {
        assertRefused(
            setup.set("ONCUE_DATA_DIR", unusable.toString()).startAndEnd(),
            "ONCUE_DATA_DIR",
            "must name a folder that can be written");
      }
    }
  }

  private static Setup withSecret(Setup setup) {
    return setup.set("ONCUE_JWT_SECRET", SECRET);
  }

  /** Not even root makes folders in there. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_data_folder_that_cannot_be_written() {
    assertRefused(
        Engine.local(folder).set("ONCUE_DATA_DIR", "/proc/oncue").startAndEnd(),
        "ONCUE_DATA_DIR",
        "must name a folder that can be written");
  }

  @Test
  void a_data_folder_that_another_process_uses() {
    try (Engine first = Engine.local(folder).start()) {
      assertRefused(
          Engine.local(folder).startAndEnd(), "ONCUE_DATA_DIR", "is used by another process");
      assertThat(first.client(folder.resolve("data")).get("/time", null).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "reaction", "poll-open", "poll-close", "live", "warm-pool"})
  void a_function_without_a_secret(String module) {
    assertRefused(
        Engine.function(module, folder).set("ONCUE_GRID_SERVERS", "grid:11222").startAndEnd(),
        "ONCUE_JWT_SECRET",
        "must be given");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "reaction", "poll-open", "poll-close", "live", "warm-pool"})
  void a_function_without_grid_servers(String module) {
    assertRefused(
        withSecret(Engine.function(module, folder)).startAndEnd(),
        "ONCUE_GRID_SERVERS",
        "must be given as host:port,host:port");
  }

  @Test
  void a_function_with_a_short_secret() {
    assertRefused(
        Engine.function("vote", folder)
            .set("ONCUE_GRID_SERVERS", "grid:11222")
            .set("ONCUE_JWT_SECRET", "short")
            .startAndEnd(),
        "ONCUE_JWT_SECRET",
        "must have 32 bytes or more");
  }

  @ParameterizedTest
  @CsvSource({
    "ONCUE_GRID_SERVERS, foo, 'must be given as host:port,host:port, not foo'",
    "ONCUE_GRID_SERVERS, ':1', 'must be given as host:port,host:port, not :1'",
    "ONCUE_GRID_SERVERS, 'a:99999', 'must be given as host:port,host:port, not a:99999'",
    "ONCUE_GRID_SERVERS, 'a:1,,b:1', 'must be given as host:port,host:port, not a:1,,b:1'",
    "ONCUE_GRID_CA, not/there, names a file that cannot be read"
  })
  void a_bad_setting_of_the_grid(String setting, String value, String rule) {
    assertRefused(
        withSecret(Engine.function("vote", folder))
            .set("ONCUE_GRID_SERVERS", "grid:11222")
            .set(setting, value)
            .startAndEnd(),
        setting,
        rule);
  }

  @Test
  void a_login_to_the_grid_of_which_one_half_is_missing() {
    Setup user = withSecret(Engine.function("vote", folder)).set("ONCUE_GRID_USER", "alice");
    assertRefused(
        user.set("ONCUE_GRID_SERVERS", "grid:11222").startAndEnd(),
        "ONCUE_GRID_PASSWORD",
        "must be given when ONCUE_GRID_USER is");
    Setup password = withSecret(Engine.function("vote", folder)).set("ONCUE_GRID_PASSWORD", "p-1");
    Ended ended = password.set("ONCUE_GRID_SERVERS", "grid:11222").startAndEnd();
    assertRefused(ended, "ONCUE_GRID_USER", "must be given when ONCUE_GRID_PASSWORD is");
    assertThat(ended.out() + ended.err()).doesNotContain("p-1");
  }
}
