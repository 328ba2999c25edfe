package dev.oncue.local.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.Command;
import dev.oncue.local.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pages and SDK use nothing that a supported browser lacks: ESLint and Stylelint, with what {@code
 * functions/live/browser-check} says. They are fetched by its lock file when that is new.
 */
@Tag("pages")
@NeedsProgram(value = "node", aptPackage = "nodejs")
@NeedsProgram(value = "npm", aptPackage = "npm")
class BrowserSupportIT {
  private static final Path FUNCTIONS = Path.of("..").toAbsolutePath().normalize();
  private static final Path CHECK = FUNCTIONS.resolve("live").resolve("browser-check");
  private static final Path TOOLS = Path.of("target", "browser-check").toAbsolutePath();
  private static final Path ESLINT = TOOLS.resolve("node_modules/eslint/bin/eslint.js");
  private static final Path STYLELINT = TOOLS.resolve("node_modules/stylelint/bin/stylelint.mjs");
  private static final List<String> SOURCES =
      List.of("live/src/main/resources", "local/src/main/resources");
  private static final String LOCK = "package-lock.json";

  private record Said(int status, String text) {}

  @BeforeAll
  static void fetchTools() throws IOException, InterruptedException {
    Files.createDirectories(TOOLS);
    boolean isSame =
        Files.exists(STYLELINT)
            && Files.exists(TOOLS.resolve(LOCK))
            && Files.mismatch(CHECK.resolve(LOCK), TOOLS.resolve(LOCK)) < 0;
    try (Stream<Path> files = Files.list(CHECK)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(TOOLS.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    if (!isSame) {
      Files.deleteIfExists(TOOLS.resolve(LOCK));
      Files.copy(CHECK.resolve(LOCK), TOOLS.resolve(LOCK));
      Command.run(TOOLS, "npm ci --ignore-scripts --no-audit --no-fund --prefer-offline");
    }
  }

  private static Said run(Path tool, String config, List<String> files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("node", tool.toString(), "--config", TOOLS.resolve(config).toString()));
    command.addAll(files);
    Process process =
        new ProcessBuilder(command).directory(FUNCTIONS.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static Said scripts(List<String> files) throws Exception {
    return run(ESLINT, "eslint.config.js", files);
  }

  private static Said styles(List<String> files) throws Exception {
    return run(STYLELINT, "stylelint.config.js", files);
  }

  @Test
  void scriptsUseWhatAllBrowsersHave() throws Exception {
    List<String> files = new ArrayList<>(SOURCES);
    files.add("live/viewer-sdk/src");
    Said said = scripts(files);
    assertThat(said.status()).as(said.text()).isZero();
  }

  @Test
  void styleSheetsUseWhatAllBrowsersHave() throws Exception {
    Said said = styles(SOURCES.stream().map(folder -> folder + "/**/*.css").toList());
    assertThat(said.status()).as(said.text()).isZero();
  }

  @Test
  void whatABrowserLacksIsFound() throws Exception {
    Path script = TOOLS.resolve("lacking.js");
    Files.writeString(
        script,
        """
        fetch('x', { signal: AbortSignal.timeout(1) });
        [1].findLast(Boolean);
        document.body.style.zoom = 2;
        class A { static { A.b = 1; } }
        /(?<=a)b/.test('');
        Promise.withResolvers();
        """);
    Path style = TOOLS.resolve("lacking.css");
    Files.writeString(style, "a:has(b) { zoom: 2; }\n@container (width > 1px) { a { top: 0; } }\n");
    assertThat(scripts(List.of(relative(script))).text())
        .contains("AbortSignal.timeout", "findLast", "zoom", "static block", "lookbehind")
        .contains("withResolvers");
    assertThat(styles(List.of(relative(style))).text()).contains("css-has", "zoom", "container");
  }

  private static String relative(Path file) {
    return FUNCTIONS.relativize(file).toString();
  }
}
