package dev.oncue.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.oncue.testbed.engine.EngineClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of the SDK's README, as it stands there but for its player, at another origin. */
@Tag("pages")
@NeedsChromium
class SdkExampleIT {
  private static final Path README = Path.of("..", "live", "viewer-sdk", "README.md");

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @TempDir Path folder;

  private String example() throws Exception {
    String readme = Files.readString(README);
    int from = readme.indexOf("```html\n") + 8;
    String code = readme.substring(from, readme.indexOf("```", from));
    String page =
        code.replaceAll("(?m)^  (const hls|hls\\.).*\\n", "")
            .replace("video, hls,", "")
            .replace("onChange: draw", "onChange: (view) => { draw(view); window.told = view; }")
            .replace("https://live.example", stage.engine().origin())
            .replace("show-42", stage.stream());
    assertThat(page).doesNotContain("hls").contains("connect({");
    return "<!doctype html><link rel=\"icon\" href=\"data:,\">" + page;
  }

  @Test
  void aTapCountsHoweverOftenThePollChangesMeanwhile() throws Exception {
    EngineClient client = stage.engine().client();
    Files.writeString(folder.resolve("index.html"), example());
    Files.writeString(folder.resolve("my-ticket"), client.tokens().viewer("somebody"));
    try (FolderServer files = new FolderServer(folder)) {
      client.open(stage.stream(), "q1", "");
      Page page = stage.chromium().profile().newPage();
      page.navigate(files.link("index.html"));
      Locator red = page.locator("#overlay button").first();
      assertThat(red).isEnabled();
      BoundingBox box = red.boundingBox();
      page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
      page.mouse().down();
      client.vote(stage.stream(), "q1", "another", "blue");
      page.waitForFunction("() => window.told?.result?.ballots === 1");
      page.mouse().up();
      assertThat(red).hasAttribute("aria-pressed", "true");
      client.close(stage.stream(), "q1");
      assertThat(page.locator("#overlay button")).hasCount(0);
      assertThat(client.close(stage.stream(), "q1").at("/result/counts/red").asInt()).isOne();
    }
  }
}
