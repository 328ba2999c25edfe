package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.InstancePool;
import dev.oncue.warmpool.Warmth;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Instances on Knative: raises min-scale of what a Service routes to, and gives it back. It starts
 * from what the cluster says at every call; what it remembers in between only spares calls, so it
 * may be stopped or killed at any point, and another goes on. Any number of processes may call it;
 * the one that holds the Lease changes things, the others only look. Thread-safe.
 */
public final class KnativePool implements InstancePool, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KnativePool.class);

  private final KubernetesApi api;
  private final KnativeSettings settings;
  private final PoolLease lease;
  private final LedgerMap ledgers;
  private final Upkeep upkeep;
  private final Outage outage;

  /**
   * @param config how the Kubernetes API is reached; timeouts and retries are the pool's own
   */
  public KnativePool(Config config, KnativeSettings settings) {
    this(config, settings, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, like {@link System#nanoTime}
   */
  KnativePool(Config config, KnativeSettings settings, LongSupplier nanos) {
    this.settings = settings;
    api = new KubernetesApi(config, settings, nanos);
    lease = new PoolLease(api, settings, nanos);
    ledgers = new LedgerMap(api, settings);
    upkeep =
        new Upkeep(
            new ServingRelease(api, settings, nanos),
            new Scaler(api, ledgers, lease, new Patcher(api, nanos)),
            new Lookout(api),
            new Nudges(nanos),
            new Announcements(api, settings, nanos));
    outage = new Outage(nanos);
  }

  @Override
  public boolean isLeader() {
    return lease.isLeader();
  }

  @Override
  public synchronized Map<String, Warmth> keep(Map<String, Integer> instances, Instant now) {
    if (!outage.lasts()) {
      try {
        Map<String, Warmth> seen = tick(instances, now);
        outage.over(seen);
        return seen;
      } catch (KubernetesClientException e) {
        outage.begun(e, api.retryAfter());
      }
    }
    return outage.lastSeen(instances);
  }

  private Map<String, Warmth> tick(Map<String, Integer> instances, Instant now) {
    api.begin();
    boolean isLeading = lease.hold(now);
    Ledger ledger = ledgers.read();
    boolean isIdle = instances.values().stream().allMatch(wanted -> wanted <= 0);
    List<Service> found = isIdle && ledger.loans().isEmpty() ? List.of() : api.services();
    Services services = new Services(found, settings.services());
    return isLeading
        ? upkeep.lead(instances, services, ledger, now)
        : upkeep.follow(instances, services);
  }

  /**
   * Lets another process lead at once. What was raised stays so: another goes on, or this again.
   */
  @Override
  public synchronized void close() {
    try {
      api.begin();
      lease.release();
    } catch (KubernetesClientException e) {
      LOG.infof("the Lease was not released, and runs out by itself: %s", Faults.text(e));
    } finally {
      api.close();
    }
  }
}
