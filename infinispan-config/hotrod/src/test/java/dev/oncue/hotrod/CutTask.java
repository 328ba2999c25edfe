package dev.oncue.hotrod;

import java.util.Set;
import javax.security.auth.Subject;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.remoting.transport.Transport;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.security.GroupPrincipal;
import org.infinispan.security.Security;
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

  /** As an administrator: whoever asks for it may not look into a server. */
  @Override
  public Boolean call() {
    boolean cut = (Boolean) context.getParameters().orElseThrow().get("cut");
    Subject admin = new Subject(true, Set.of(new GroupPrincipal("admin")), Set.of(), Set.of());
    Security.doAs(admin, () -> cut(cut));
    return cut;
  }

  private void cut(boolean cut) {
    Transport transport =
        GlobalComponentRegistry.componentOf(context.getCacheManager(), Transport.class);
    ProtocolStack stack = ((JGroupsTransport) transport).getChannel().getProtocolStack();
    try {
      if (cut) {
        stack.insertProtocol(
            new DISCARD().discardAll(true), ProtocolStack.Position.ABOVE, TP.class);
      } else {
        stack.removeProtocol(DISCARD.class);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
