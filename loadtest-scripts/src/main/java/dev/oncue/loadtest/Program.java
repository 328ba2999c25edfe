package dev.oncue.loadtest;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** What a script starts. Exit status: 0 all is well, 1 something is not, 2 a bad option. */
@FunctionalInterface
public interface Program {
  /** Runs to the end; whether all is well. Says on stdout what it found. */
  boolean run(String[] args)
      throws BadOptionException, IOException, InterruptedException, TimeoutException;

  /** Runs a program and ends this process with its status. */
  static void start(Program program, String[] args) {
    // Figures look the same everywhere.
    Locale.setDefault(Locale.ROOT);
    System.exit(status(program, args));
  }

  private static int status(Program program, String[] args) {
    try {
      return program.run(args) ? 0 : 1;
    } catch (BadOptionException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (ConnectException e) {
      System.err.println("nothing answers there: is the engine started?");
      return 1;
    } catch (UnexpectedAnswerException | IOException | TimeoutException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }
}
