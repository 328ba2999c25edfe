package dev.oncue.warmpool.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.net.httpserver.HttpServer;
import dev.oncue.warmpool.knative.api.PoolLease;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.knative.serving.ServingVersion;
import dev.oncue.warmpool.knative.sim.ApiServer;
import dev.oncue.warmpool.knative.sim.Clock;
import dev.oncue.warmpool.knative.sim.Knative;
import dev.oncue.warmpool.pool.FunctionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A cluster with a function called vote, and pools that keep it. */
public final class PoolTestBed implements AutoCloseable {
  static final String VOTE = "vote";
  public static final String MIN = "autoscaling.knative.dev/min-scale";
  public static final String MAX = "autoscaling.knative.dev/max-scale";
  public static final String ACTIVATION = "autoscaling.knative.dev/activation-scale";

  /** More than any wait of the pool, in ticks of a second. */
  private static final int MANY = 150;

  final Clock clock = new Clock();
  final ApiServer api = new ApiServer();
  final Knative knative;
  private final HttpServer address;
  private final AtomicInteger requests = new AtomicInteger();
  private int seen;
  private final List<KnativePool> pools = new ArrayList<>();

  /**
   * @param minor of Knative Serving 1.x
   */
  PoolTestBed(int minor) {
    try {
      address = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    address.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    address.start();
    knative = new Knative(api, clock, minor, url());
  }

  private String url() {
    return "http://127.0.0.1:" + address.getAddress().getPort();
  }

  KnativePool pool(String identity) {
    return pool(settings(identity));
  }

  KnativePool pool(KnativeSettings settings) {
    KnativePool pool = new KnativePool(api.config(), settings, clock::nanos);
    pools.add(pool);
    return pool;
  }

  KnativePool poolThatIsTold(String version) {
    KnativeSettings settings = settings("told");
    clock.pass(PoolLease.DURATION.plusSeconds(1));
    KnativePool pool =
        pool(
            new KnativeSettings(
                settings.namespace(),
                settings.name(),
                settings.services(),
                settings.servingNamespace(),
                ServingVersion.parse(version),
                settings.identity()));
    look(pool, 0);
    clock.pass(PoolLease.DURATION.plusSeconds(1));
    return pool;
  }

  static KnativeSettings settings(String identity) {
    return new KnativeSettings(
        Knative.NAMESPACE,
        "oncue-warm-pool",
        Map.of(),
        "knative-serving",
        Optional.empty(),
        identity);
  }

  /** The pool looks, then all of Knative does, and a second passes. */
  FunctionStatus tick(KnativePool pool, int wanted) {
    FunctionStatus functionStatus = look(pool, wanted);
    passSecond();
    return functionStatus;
  }

  FunctionStatus look(KnativePool pool, int wanted) {
    return pool.keep(Map.of(VOTE, wanted), clock.now()).get(VOTE);
  }

  void passSecond() {
    passSecond(VOTE);
  }

  /**
   * @param asked the Service whose requests came in
   */
  void passSecond(String asked) {
    for (int arrived = requests.get(); seen < arrived; seen++) {
      knative.request(asked);
    }
    knative.step();
    clock.pass(Duration.ofSeconds(1));
  }

  void passSeconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      passSecond();
    }
  }

  FunctionStatus tickUntil(KnativePool pool, int wanted, Predicate<FunctionStatus> expected) {
    FunctionStatus last = null;
    for (int tick = 0; tick < MANY; tick++) {
      last = tick(pool, wanted);
      if (expected.test(last)) {
        return last;
      }
    }
    return fail("after %d ticks the pool says %s", MANY, last);
  }

  FunctionStatus tickUntilWarm(KnativePool pool, int wanted) {
    return tickUntil(pool, wanted, functionStatus -> functionStatus.warm() >= wanted);
  }

  /** Ticks with nothing wanted until all is given back. */
  void tickUntilGivenBack(KnativePool pool) {
    for (int tick = 0; tick < MANY; tick++) {
      tick(pool, 0);
      if (savedObjects().isEmpty()) {
        return;
      }
    }
    fail("after %d ticks there is still on record: %s", MANY, savedObjects());
  }

  /** How many requests came to the Service's address. */
  int nudges() {
    return requests.get();
  }

  /** What is on record. */
  Map<String, String> savedObjects() {
    return api.data("oncue-warm-pool");
  }

  /** Type and reason of each Event, and how often where that is more than once. */
  List<String> events() {
    return api.events().stream()
        .map(
            event ->
                event.path("type").asText()
                    + " "
                    + event.path("reason").asText()
                    + (event.path("count").asInt() > 1 ? " " + event.path("count").asInt() : ""))
        .toList();
  }

  /** The Revision that gets the requests. */
  String serving() {
    return knative.serving(VOTE);
  }

  String newest() {
    List<String> revisions = knative.revisions(VOTE);
    return revisions.get(revisions.size() - 1);
  }

  String min(String revision) {
    return knative.annotations().get(revision).get("Revision " + MIN);
  }

  void assertNoPodWasRolled() {
    for (String revision : knative.revisions(VOTE)) {
      assertThat(knative.rolls(revision)).as("rolls of %s", revision).isZero();
    }
  }

  @Override
  public void close() {
    api.faults(call -> Optional.empty());
    pools.forEach(KnativePool::close);
    address.stop(0);
    api.close();
  }
}
