package dev.oncue;

import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.event.DeliveriesContract;
import dev.oncue.limit.ClaimsContract;
import dev.oncue.poll.LatenciesContract;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import dev.oncue.reaction.ReactionsContract;
import dev.oncue.viewer.ViewersContract;
import dev.oncue.window.WindowsContract;
import org.junit.jupiter.api.Nested;

/** The contract suites on a grid so plain that a failure is the suite's own, or the rules'. */
class MemoryGridTest {
  private static final Grid GRID = MemoryGrid.create();

  @Nested
  class PollsTest extends PollsContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class BallotBoxesTest extends BallotBoxesContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class ReactionsTest extends ReactionsContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class DeliveriesTest extends DeliveriesContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class ClaimsTest extends ClaimsContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class WindowsTest extends WindowsContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class LatenciesTest extends LatenciesContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class ViewersTest extends ViewersContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }

  @Nested
  class PollLifecycleTest extends PollLifecycleContract {
    @Override
    protected Grid grid() {
      return GRID;
    }
  }
}
