package dev.oncue.hotrod;

import java.util.Map;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.Transport;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/**
 * Runs on a server: cuts it off from the others, or lets it hear them again. Every message between
 * them is dropped, both ways, while clients still reach it. Parameter {@code cut}.
 */
public final class CutTask extends AdminTask<Boolean> {
  static final String NAME = "test.cut";

  public CutTask() {
    super(NAME);
  }

  @Override
  Boolean run(EmbeddedCacheManager server, Map<String, ?> parameters) {
    boolean cut = (Boolean) parameters.get("cut");
    cut(server, cut);
    return cut;
  }

  private static void cut(EmbeddedCacheManager server, boolean cut) {
    Transport transport = component(server, Transport.class);
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
