package dev.oncue.hotrod;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Entries that are texts, the first character of which tells their life; simpler than polls. */
final class Texts {
  static final EntryKind<String> KIND =
      new EntryKind<>(
          "texts",
          text -> text.getBytes(UTF_8),
          bytes -> new String(bytes, UTF_8),
          text -> text.charAt(0));

  private Texts() {}

  static byte[] kept(int revision, String text) {
    return new Versioned<>(revision, text).encode(KIND);
  }
}
