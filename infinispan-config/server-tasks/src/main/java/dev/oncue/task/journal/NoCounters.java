package dev.oncue.task.journal;

import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.DataWriteCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.globalstate.GlobalConfigurationManager;
import org.infinispan.globalstate.ScopedState;
import org.infinispan.interceptors.BaseAsyncInterceptor;

/**
 * Refuses to keep definitions of counters. Oncue has none, and Infinispan 15.0 asks nobody for a
 * right who makes one: whoever has a login could fill the servers' memory. Thread-safe.
 */
public final class NoCounters extends BaseAsyncInterceptor {
  /** The cache in which Infinispan keeps definitions, of caches, too. */
  public static final String CACHE = GlobalConfigurationManager.CONFIG_STATE_CACHE_NAME;

  private static final String COUNTER = "counter";

  @Override
  public Object visitCommand(InvocationContext context, VisitableCommand command) {
    if (command instanceof DataWriteCommand write
        && write.getKey() instanceof ScopedState key
        && key.getScope().equals(COUNTER)) {
      throw new SecurityException(
          "ISPN000287: Unauthorized access: these servers have no counters");
    }
    return invokeNext(context, command);
  }
}
