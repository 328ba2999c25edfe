package dev.oncue.local;

import dev.oncue.http.lifecycle.Launcher;
import dev.oncue.http.settings.SettingException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the whole engine in one process. */
@QuarkusMain(name = "local")
public final class Local {
  private Local() {}

  /** Runs until the process is told to end. */
  public static void main(String... args) {
    Path data =
        ConfigProvider.getConfig()
            .getOptionalValue("oncue.data.dir", Path.class)
            .orElse(Path.of("data"));
    try {
      DataFolder.prepare(data);
      LocalSecret.provide(data);
    } catch (SettingException e) {
      Launcher.fail(e);
    } catch (IOException e) {
      Launcher.fail(DataFolder.unusable(data));
    }
    Launcher.run(args);
  }
}
