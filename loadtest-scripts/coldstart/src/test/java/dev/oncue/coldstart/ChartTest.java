package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.coldstart.Simulation.World;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
  private static Document chart(int voters) throws Exception {
    World world = Worlds.world(Worlds.show(voters, 1), 100, 1);
    List<Outcome> outcomes =
        List.of(
            Simulation.play(world, Worlds.always(0)), Simulation.play(world, Worlds.always(12)));
    String svg = Chart.svg(outcomes, world.show().openings()[0]);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** The lines of a variant: its swatch, its instances, its answered votes. */
  private static List<String> lines(Document chart, String variant) {
    NodeList paths = chart.getElementsByTagName("path");
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> (Element) paths.item(i))
        .filter(path -> path.getTextContent().equals(variant))
        .map(path -> path.getAttribute("d"))
        .toList();
  }

  @Test
  void each_variant_has_a_line_in_both_panels() throws Exception {
    Document chart = chart(1_000);
    assertThat(lines(chart, "always 0")).hasSize(3);
    assertThat(lines(chart, "always 12")).hasSize(3);
  }

  @Test
  void all_lines_of_votes_end_at_the_same_height() throws Exception {
    Document chart = chart(1_000);
    String last = lines(chart, "always 12").get(2).replaceFirst(".*V", "");
    assertThat(lines(chart, "always 0").get(2)).endsWith("V" + last);
    assertThat(lines(chart, "always 0").get(2)).startsWith("M70.0,542.0H");
  }

  @Test
  void it_has_colours_for_dark_pages() throws Exception {
    assertThat(chart(1).getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void nobody_votes() throws Exception {
    assertThat(lines(chart(0), "always 0")).hasSize(3);
  }
}
