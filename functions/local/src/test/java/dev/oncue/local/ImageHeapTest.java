package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.FileDescriptor;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/**
 * Static initializers run while a native executable is built, and all that they leave in static
 * fields is in the executable from its first moment. GraalVM refuses there what lives by the
 * process: buffers and loops of Netty and Vert.x, threads, files, memory outside the heap.
 */
class ImageHeapTest {
  /** The client of Kubernetes is not on the class path of this module. */
  private static final String UNLOADABLE = "dev.oncue.warmpool.knative";

  /** Values that are no more than data. */
  private static final Set<String> DATA =
      Set.of(
          "io.netty.util.AsciiString",
          "io.vertx.core.http.HttpMethod",
          "io.vertx.core.json.JsonObject",
          "io.vertx.core.json.JsonArray");

  @Test
  void static_fields_hold_data_alone() {
    Set<String> refused = new TreeSet<>();
    Set<String> late = NativeImageTest.initializedLate();
    NativeImageTest.ofNativeExecutables()
        .filter(type -> !late.contains(type.getName()))
        .filter(type -> !type.getPackageName().startsWith(UNLOADABLE))
        .forEach(type -> new Walk(refused).from(type.reflect()));
    assertThat(refused).isEmpty();
  }

  /** What can be seen without initializing anything. */
  @Test
  void no_static_field_is_of_a_type_that_is_refused() {
    Set<String> late = NativeImageTest.initializedLate();
    assertThat(
            NativeImageTest.ofNativeExecutables()
                .filter(type -> !late.contains(type.getName()))
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> isRefused(field.getRawType()))
                .map(JavaField::getFullName))
        .isEmpty();
  }

  private static boolean isRefused(JavaClass type) {
    return isOfNettyOrVertx(type.getName())
        || type.isAssignableTo(Thread.class)
        || type.isAssignableTo(ExecutorService.class)
        || type.isAssignableTo(Random.class)
        || type.isAssignableTo(Channel.class);
  }

  private static boolean isOfNettyOrVertx(String type) {
    return (type.startsWith("io.netty.") || type.startsWith("io.vertx.")) && !DATA.contains(type);
  }

  /** The walk can find what it looks for. */
  @Test
  void a_buffer_is_found_wherever_it_lies() {
    Set<String> refused = new TreeSet<>();
    new Walk(refused).from(Careless.class);
    assertThat(refused).hasSize(4).allMatch(line -> line.startsWith(Careless.class.getName()));
  }

  private static final class Careless {
    static final Object PING = io.vertx.core.buffer.Buffer.buffer("ping");
    static final Map<String, Optional<Object[]>> DEEP =
        Map.of("key", Optional.of(new Object[] {io.netty.buffer.Unpooled.EMPTY_BUFFER}));
    static final Runnable LAMBDA = captured(new Thread());
    static final Buffer DIRECT = java.nio.ByteBuffer.allocateDirect(1);
    static final Object FINE = Map.of("key", new byte[1]);

    private static Runnable captured(Thread thread) {
      return () -> thread.interrupt();
    }
  }

  private static final class Walk {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> refused;

    Walk(Set<String> refused) {
      this.refused = refused;
    }

    void from(Class<?> type) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          visit(type.getName() + "." + field.getName(), value(field, null));
        }
      }
    }

    private void visit(String path, Object value) {
      if (value == null || !seen.add(value)) {
        return;
      }
      if (isRefused(value)) {
        refused.add(path + " holds a " + value.getClass().getName());
      } else if (value instanceof Object[]) {
        for (int i = 0; i < Array.getLength(value); i++) {
          visit(path, Array.get(value, i));
        }
      } else if (value instanceof Collection<?> collection) {
        collection.forEach(one -> visit(path, one));
      } else if (value instanceof Map<?, ?> map) {
        map.keySet().forEach(one -> visit(path, one));
        map.values().forEach(one -> visit(path, one));
      } else if (value instanceof Optional<?> optional) {
        optional.ifPresent(one -> visit(path, one));
      } else if (value.getClass().getName().startsWith("dev.oncue.")) {
        visitFields(path, value);
      }
    }

    private void visitFields(String path, Object value) {
      for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          boolean isOurs = type.getName().startsWith("dev.oncue.");
          if (isOurs && !Modifier.isStatic(field.getModifiers())) {
            visit(path, value(field, value));
          }
        }
      }
    }

    private static Object value(Field field, Object owner) {
      try {
        field.setAccessible(true);
        return field.get(owner);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean isRefused(Object value) {
      return isOfNettyOrVertx(value.getClass().getName())
          || value instanceof Thread
          || value instanceof ExecutorService
          || value instanceof Random
          || value instanceof Channel
          || value instanceof FileDescriptor
          || value instanceof Buffer buffer && buffer.isDirect();
    }
  }
}
