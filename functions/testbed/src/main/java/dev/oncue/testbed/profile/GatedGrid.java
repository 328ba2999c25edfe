package dev.oncue.testbed.profile;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.reaction.Reactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A grid that notes how much each call carries that is shared by a crowd, and answers those calls
 * once its gate is open. Thread-safe.
 */
public final class GatedGrid {
  private static final Set<String> SHARED = Set.of("ballots", "send");

  private static final int MAX_ATTEMPTS = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Grid grid;
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  /** Passes everything on to another grid. */
  public GatedGrid(Grid of) {
    grid =
        new Grid(
            of.polls(),
            gated(BallotBoxes.class, of.ballotBoxes()),
            gated(Reactions.class, of.reactions()),
            of.deliveries(),
            of.windows(),
            of.viewers(),
            of.latencies(),
            of.claims());
  }

  private <T> T gated(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    if (!SHARED.contains(method.getName())) {
      return invoke(real, method, arguments);
    }
    sizes.add(((List<?>) arguments[0]).size());
    return gate.thenCompose(
        open -> {
          try {
            return (CompletionStage<?>) invoke(real, method, arguments);
          } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
          }
        });
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The grid. */
  public Grid grid() {
    return grid;
  }

  /** The sizes of the calls since this was asked last. */
  public List<Integer> calls() {
    List<Integer> calls = List.copyOf(sizes);
    sizes.clear();
    return calls;
  }

  /**
   * Sends all requests at once, and keeps the first call waiting until all are there. A viewer who
   * waits for two seconds is refused; then this machine was too busy, and the crowd comes again.
   *
   * @param requests makes the crowd's requests, anew for each attempt
   * @param allWait whether all are there
   * @return the answers, in the order of the requests
   */
  public Crowd crowd(Supplier<List<HttpRequest>> requests, BooleanSupplier allWait) {
    Crowd crowd;
    int attempts = 0;
    do {
      crowd = new Crowd(send(requests.get(), allWait), calls());
      attempts++;
    } while (crowd.anyRefused() && attempts < MAX_ATTEMPTS);
    return crowd;
  }

  private List<HttpResponse<String>> send(List<HttpRequest> requests, BooleanSupplier allWait) {
    shut();
    List<CompletableFuture<HttpResponse<String>>> answers =
        requests.stream().map(one -> client.sendAsync(one, BodyHandlers.ofString())).toList();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> allWait.getAsBoolean() || answers.stream().anyMatch(CompletableFuture::isDone));
    open();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /**
   * What a crowd was told.
   *
   * @param calls the sizes of the calls that it cost
   */
  public record Crowd(List<HttpResponse<String>> answers, List<Integer> calls) {
    private boolean anyRefused() {
      return answers.stream().anyMatch(answer -> answer.statusCode() == 503);
    }
  }

  /** Keeps calls waiting from here on. */
  private void shut() {
    gate = new CompletableFuture<>();
  }

  /** Lets the calls go on. */
  private void open() {
    gate.complete(null);
  }
}
