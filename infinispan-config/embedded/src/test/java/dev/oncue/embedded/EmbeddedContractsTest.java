package dev.oncue.embedded;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.event.DeliveriesContract;
import dev.oncue.limit.ClaimsContract;
import dev.oncue.poll.LatenciesContract;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import dev.oncue.reaction.ReactionsContract;
import dev.oncue.viewer.ViewersContract;
import dev.oncue.window.WindowsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract suites of the ports on the embedded grid. */
class EmbeddedContractsTest {
  @TempDir static Path folder;

  private static EmbeddedGrid embedded;

  @BeforeAll
  static void start() {
    embedded = EmbeddedGrid.start(folder, false);
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Nested
  class PollsTest extends PollsContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class BallotBoxesTest extends BallotBoxesContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class ReactionsTest extends ReactionsContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class DeliveriesTest extends DeliveriesContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class ClaimsTest extends ClaimsContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class WindowsTest extends WindowsContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class LatenciesTest extends LatenciesContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class ViewersTest extends ViewersContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }

  @Nested
  class PollLifecycleTest extends PollLifecycleContract {
    @Override
    protected Grid grid() {
      return embedded.grid();
    }
  }
}
