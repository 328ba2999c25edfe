package dev.oncue.reaction;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;

/** Emojis for tests. */
public final class Emojis {
  private Emojis() {}

  /** All that Unicode recommends for interchange. */
  public static List<Emoji> all() {
    List<Emoji> all = new ArrayList<>();
    new UnicodeSet("[:RGI_Emoji:]").forEach(text -> all.add(Emoji.of(text).orElseThrow()));
    return all;
  }
}
