package dev.oncue.local.settings;

import dev.oncue.local.settings.SettingsRoom.Setting;
import java.util.List;

/** The page that tells of all settings. */
final class SettingsPage {
  private static final String HEAD =
      """
      <!-- Generated from the mappings (*Config.java) by SettingsReferenceTest. Change them, and write this page anew as the test says. -->
      # Settings

      A setting is an environment variable. It is also a config property of Quarkus: `ONCUE_DATA_DIR` is `oncue.data.dir`,
      and `ONCUE_VOTE_MAX_WAITING` is `oncue.vote.max-waiting`. Every other property of Quarkus can be set in the same way.

      - A setting that is missing or breaks its rule ends the start with exit status 1. Each such setting has one line, which begins
        with its name: `ONCUE_POLL_SHARDS must be a number from 1 to 64, not 0`.
      - A setting that is given as an empty text counts as not given where it has no default. Where it has one, the start ends.
      - A variable that is nearly the name of a setting is told of in the log, and changes nothing.
      - Tokens of your platform: [identity providers](OPERATIONS.md#tokens-of-an-identity-provider). The clip of the demo:
        [the demo](live/CUES.md#the-demo). The plan of the warm pool: [warm-pool](warm-pool/README.md).
      - `java -XX:+UseParallelGC -jar ...` makes a vote about a tenth cheaper in CPU time.
      - Durations are in ISO 8601: `PT20S` is 20 seconds, `PT4H` is 4 hours, `P7D` is 7 days.

      ## The HTTP server

      | variable | what it is | rule | default |
      | --- | --- | --- | --- |
      | `QUARKUS_HTTP_PORT` | The port. 0: any port that is free. | must be a number from 0 to 65535 | `8080` |
      | `QUARKUS_HTTP_HOST` | The address that is listened on. | must be an address of this machine | local engine: `127.0.0.1`; functions: `0.0.0.0` |
      """;

  private SettingsPage() {}

  static String of(List<SettingsRoom> rooms) {
    StringBuilder page = new StringBuilder(HEAD);
    for (SettingsRoom room : rooms) {
      page.append("\n## ").append(title(room.doc())).append("\n\n");
      String rest = room.doc().substring(title(room.doc()).length() + 1).strip();
      page.append(rest.isEmpty() ? "" : rest + "\n\n");
      page.append("| variable | what it is | rule | default |\n| --- | --- | --- | --- |\n");
      room.settings().forEach(setting -> page.append(row(setting)));
    }
    return page.toString();
  }

  /** The first sentence. */
  private static String title(String doc) {
    return doc.substring(0, doc.indexOf('.'));
  }

  private static String row(Setting setting) {
    if (setting.variable().isEmpty()) {
      return "| | %s | | |\n".formatted(setting.doc());
    }
    String otherwise = setting.otherwise().isEmpty() ? "none" : '`' + setting.otherwise() + '`';
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting.variable(), setting.doc(), setting.rule(), otherwise);
  }
}
