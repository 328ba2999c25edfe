package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.event.DeliveriesContract;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import dev.oncue.reaction.ReactionsContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract suites of the ports on real servers. */
class HotRodContractsIT {
  @TempDir static Path folder;

  private static List<GridServer> servers;
  private static HotRodGrid hotrod;

  @BeforeAll
  static void start() {
    servers = GridServer.cluster(folder, 2);
    hotrod = Connected.to(servers);
  }

  @AfterAll
  static void stop() {
    hotrod.close();
    servers.forEach(GridServer::close);
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
  class PollLifecycleTest extends PollLifecycleContract {
    @Override
    protected Grid grid() {
      return hotrod.grid();
    }
  }
}
