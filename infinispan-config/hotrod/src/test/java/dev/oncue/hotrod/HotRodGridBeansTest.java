package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotRodGridBeansTest {
  /** GraalVM's own, while it builds a native executable ("buildtime") and in it ("runtime"). */
  private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

  @AfterEach
  void notInAnExecutable() {
    System.clearProperty(IMAGE_CODE);
  }

  @Test
  void nothingIsConnectedWhileANativeExecutableIsBuilt() {
    System.setProperty(IMAGE_CODE, "buildtime");
    assertThatCode(() -> new HotRodGridBeans().connectAtOnce(null, null, null))
        .doesNotThrowAnyException();
    System.setProperty(IMAGE_CODE, "runtime");
    assertThatCode(() -> new HotRodGridBeans().connectAtOnce(null, null, null))
        .as("it asks for the grid")
        .isInstanceOf(NullPointerException.class);
  }
}
