package dev.oncue.task;

import dev.oncue.GridFormat;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;

/**
 * Gives {@link GridFormat#VERSION} as this jar has it, so that a client finds out before its first
 * call whether the two understand each other.
 */
public final class VersionTask implements ServerTask<Integer> {
  @Override
  public String getName() {
    return "oncue.version";
  }

  @Override
  public void setTaskContext(TaskContext context) {
    // The answer depends on nothing.
  }

  @Override
  public Integer call() {
    return GridFormat.VERSION;
  }
}
