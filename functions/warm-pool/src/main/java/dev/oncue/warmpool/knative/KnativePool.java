package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.api.ApiBackoff;
import dev.oncue.warmpool.knative.api.ApiFaults;
import dev.oncue.warmpool.knative.api.FaultLog;
import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.api.PoolLease;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.knative.event.EventRecorder;
import dev.oncue.warmpool.knative.observe.ReadinessObserver;
import dev.oncue.warmpool.knative.observe.ServingRelease;
import dev.oncue.warmpool.knative.saved.SavedConfigMap;
import dev.oncue.warmpool.knative.saved.SavedObjects;
import dev.oncue.warmpool.knative.scale.Patcher;
import dev.oncue.warmpool.knative.scale.Scaler;
import dev.oncue.warmpool.knative.serving.Services;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.InstancePool;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final SavedConfigMap savedConfigMap;
  private final Reconciliation reconciliation;
  private final ApiBackoff apiBackoff;
  private final LastSeen lastSeen;
  private final FaultLog faultLog = new FaultLog();
  private volatile boolean hasFailed;

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
    savedConfigMap = new SavedConfigMap(api, settings);
    lastSeen = new LastSeen(nanos);
    reconciliation =
        new Reconciliation(
            new ServingRelease(api, settings, nanos),
            new Scaler(api, savedConfigMap, lease, new Patcher(api, nanos), faultLog),
            new ReadinessObserver(api),
            new WakeUpRequests(nanos),
            new EventRecorder(api, settings, nanos),
            lastSeen,
            faultLog);
    apiBackoff = new ApiBackoff(nanos);
  }

  @Override
  public boolean isLeader() {
    return lease.isLeader();
  }

  @Override
  public boolean hasFailed() {
    return hasFailed;
  }

  @Override
  public boolean isBlind() {
    return apiBackoff.isFailing() && !isLeader();
  }

  @Override
  public Optional<String> name() {
    return Optional.of(settings.namespace() + "/" + settings.name());
  }

  @Override
  public synchronized Map<String, FunctionStatus> keep(
      Map<String, Integer> instances, Instant now) {
    if (!apiBackoff.isWaiting()) {
      try {
        Map<String, FunctionStatus> seen = tick(instances, now);
        apiBackoff.succeeded();
        hasFailed = !faultLog.isEmpty();
        return seen;
      } catch (KubernetesClientException e) {
        apiBackoff.failed(e, api.retryAfter(), api.isAnswered());
        giveUpIfUseless();
      }
    }
    hasFailed = true;
    return lastSeen.unknown(instances, apiBackoff.reason());
  }

  /** Another process may be able to use the API. */
  private void giveUpIfUseless() {
    if (apiBackoff.isFailingFor(PoolLease.TRUST)) {
      try {
        lease.release();
      } catch (KubernetesClientException e) {
        LOG.debugf("the Lease was not released, and runs out by itself: %s", ApiFaults.text(e));
      }
    }
  }

  @Override
  public synchronized boolean rehearse(Collection<String> functions, Instant now) {
    try {
      api.begin();
      faultLog.begin();
      lease.look();
      SavedObjects savedObjects = savedConfigMap.read();
      Services services = new Services(api.services(), settings.services());
      reconciliation.rehearse(functions, services, savedObjects);
      return true;
    } catch (KubernetesClientException e) {
      LOG.infof("the Kubernetes API could not be tried: %s", ApiFaults.text(e));
      return !ApiFaults.isAway(e);
    }
  }

  private Map<String, FunctionStatus> tick(Map<String, Integer> instances, Instant now) {
    api.begin();
    faultLog.begin();
    boolean isLeading = lease.hold(now);
    SavedObjects savedObjects = savedConfigMap.read();
    boolean isIdle = instances.values().stream().allMatch(wanted -> wanted <= 0);
    List<Service> found =
        isIdle && savedObjects.annotations().isEmpty() ? List.of() : api.services();
    Services services = new Services(found, settings.services());
    return isLeading
        ? reconciliation.lead(instances, services, savedObjects, now)
        : reconciliation.follow(instances, services);
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
      LOG.infof("the Lease was not released, and runs out by itself: %s", ApiFaults.text(e));
    } finally {
      api.close();
    }
  }
}
