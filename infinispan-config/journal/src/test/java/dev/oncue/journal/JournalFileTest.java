package dev.oncue.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<byte[]> records) {
    return records.stream().map(record -> new String(record, StandardCharsets.UTF_8)).toList();
  }

  private List<String> reopened() throws IOException {
    List<JournalFile.Content> contents = JournalFile.openAll(folder);
    assertThat(contents).extracting(JournalFile.Content::key).containsExactly("the key");
    return texts(contents.get(0).records());
  }

  private static List<byte[]> read(JournalFile file) throws IOException {
    try (JournalFile.Reading reading = file.reading()) {
      return reading.records();
    }
  }

  @Test
  void what_is_read_is_what_there_was_whatever_comes_meanwhile() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    try (JournalFile.Reading nothing = file.reading()) {
      file.append(bytes("a"), false);
      assertThat(nothing.records()).isEmpty();
    }
    try (JournalFile.Reading appended = file.reading();
        JournalFile.Reading rewritten = file.reading();
        JournalFile.Reading deleted = file.reading()) {
      file.append(bytes("b"), false);
      assertThat(texts(appended.records())).containsExactly("a");
      file.rewrite(List.of(bytes("c"), bytes("d")), false);
      assertThat(texts(rewritten.records())).containsExactly("a");
      file.delete();
      assertThat(texts(deleted.records())).containsExactly("a");
    }
  }

  @Test
  void what_was_appended_is_read_in_its_order() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.append(bytes("a"), false);
    file.append(bytes("b"), true);
    assertThat(texts(read(file))).containsExactly("a", "b");
    assertThat(reopened()).containsExactly("a", "b");
  }

  @Test
  void what_was_rewritten_stands_in_place_of_all_before_and_is_appended_to() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.append(bytes("a"), false);
    file.append(bytes("b"), false);
    file.rewrite(List.of(bytes("c")), true);
    file.append(bytes("d"), false);
    assertThat(texts(read(file))).containsExactly("c", "d");
    assertThat(reopened()).containsExactly("c", "d");
  }

  @Test
  void a_file_can_be_rewritten_first() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.rewrite(List.of(bytes("a"), bytes("b")), false);
    assertThat(reopened()).containsExactly("a", "b");
  }

  @Test
  void a_rewrite_that_a_crash_cut_off_changes_nothing() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.append(bytes("a"), false);
    Path path = Files.list(folder).findFirst().orElseThrow();
    byte[] half = Arrays.copyOf(Files.readAllBytes(path), 5);
    Files.write(path.resolveSibling(path.getFileName() + ".tmp"), half);
    assertThat(reopened()).containsExactly("a");
    file.rewrite(List.of(bytes("b")), false);
    assertThat(reopened()).containsExactly("b");
  }

  @Test
  void a_torn_end_is_dropped_and_written_over() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.append(bytes("a"), false);
    file.append(bytes("bbbb"), false);
    file.close();
    Path path = Files.list(folder).findFirst().orElseThrow();
    byte[] whole = Files.readAllBytes(path);
    for (int torn = 1; torn < 4 + 8; torn++) {
      Files.write(path, Arrays.copyOf(whole, whole.length - torn));
      JournalFile opened = JournalFile.openAll(folder).get(0).file();
      opened.append(bytes("c"), false);
      opened.close();
      assertThat(reopened()).containsExactly("a", "c");
    }
  }

  @Test
  void a_deleted_file_can_be_written_again() throws IOException {
    JournalFile file = JournalFile.of(folder, "the key");
    file.append(bytes("a"), false);
    file.delete();
    assertThat(read(file)).isEmpty();
    assertThat(JournalFile.openAll(folder)).isEmpty();
    file.append(bytes("b"), false);
    assertThat(reopened()).containsExactly("b");
  }
}
