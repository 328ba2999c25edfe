package dev.oncue.hotrod;

import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.remoting.transport.Transport;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.TaskInstantiationMode;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/**
 * Runs on a server: cuts it off from the others, or lets it hear them again. Every message between
 * them is dropped, both ways, while clients still reach it. Parameter {@code cut}.
 */
public final class CutTask implements ServerTask<Boolean> {
  static final String NAME = "test.cut";

  private TaskContext context;

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public TaskInstantiationMode getInstantiationMode() {
    return TaskInstantiationMode.ISOLATED;
  }

  @Override
  public void setTaskContext(TaskContext taskContext) {
    context = taskContext;
  }

  @Override
  public Boolean call() throws Exception {
    boolean cut = (Boolean) context.getParameters().orElseThrow().get("cut");
    Transport transport =
        GlobalComponentRegistry.componentOf(context.getCacheManager(), Transport.class);
    ProtocolStack stack = ((JGroupsTransport) transport).getChannel().getProtocolStack();
    if (cut) {
      stack.insertProtocol(new DISCARD().discardAll(true), ProtocolStack.Position.ABOVE, TP.class);
    } else {
      stack.removeProtocol(DISCARD.class);
    }
    return cut;
  }
}
