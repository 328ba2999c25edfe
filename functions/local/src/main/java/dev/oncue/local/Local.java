package dev.oncue.local;

import dev.oncue.http.Launcher;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the whole engine in one process. */
@QuarkusMain(name = "local")
public final class Local {
  private Local() {}

  /** Runs until the process is told to end. */
  public static void main(String... args) {
    LocalSecret.provide();
    Launcher.run(args);
  }
}
