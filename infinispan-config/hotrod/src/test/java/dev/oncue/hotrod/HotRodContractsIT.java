package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.event.DeliveriesContract;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import dev.oncue.reaction.ReactionsContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract suites of the ports on real servers. */
class HotRodContractsIT {
  @TempDir static Path folder;

  private static final List<GridServer> SERVERS = new ArrayList<>();
  private static HotRodGrid hotrod;

  @BeforeAll
  static void start() {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    List<Integer> ports = List.of(GridServer.freePort(), GridServer.freePort());
    for (int port : ports) {
      SERVERS.add(GridServer.start(access, folder.resolve("server-" + port), port, ports));
    }
    hotrod = access.connect(SERVERS);
  }

  @AfterAll
  static void stop() {
    try {
      if (hotrod != null) {
        hotrod.close();
      }
    } finally {
      SERVERS.forEach(GridServer::close);
    }
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
