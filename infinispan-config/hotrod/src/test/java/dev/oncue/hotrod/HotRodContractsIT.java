package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.event.DeliveriesContract;
import dev.oncue.limit.ClaimsContract;
import dev.oncue.poll.LatenciesContract;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import dev.oncue.reaction.ReactionsContract;
import dev.oncue.testbed.engine.GridCluster;
import dev.oncue.viewer.ViewersContract;
import dev.oncue.window.WindowsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract suites of the ports on real servers. */
@Tag("grid")
class HotRodContractsIT {
  @TempDir static Path folder;

  private static GridCluster cluster;
  private static HotRodGrid hotrod;

  @BeforeAll
  static void start() {
    cluster = new GridCluster(folder, 2);
    hotrod = Connected.to(cluster);
  }

  @AfterAll
  static void stop() {
    hotrod.close();
    cluster.close();
  }

  @Nested
  class PollsTest extends PollsContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class BallotBoxesTest extends BallotBoxesContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class ReactionsTest extends ReactionsContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class DeliveriesTest extends DeliveriesContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class ClaimsTest extends ClaimsContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class WindowsTest extends WindowsContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class LatenciesTest extends LatenciesContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class ViewersTest extends ViewersContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }

  @Nested
  class PollLifecycleTest extends PollLifecycleContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }
}
