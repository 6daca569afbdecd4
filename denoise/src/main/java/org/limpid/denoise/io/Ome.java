package org.limpid.denoise.io;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.limpid.denoise.Image;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * OME-XML in the description of a TIFF file: axes, order of planes and pixel size of its first
 * image (OME-TIFF specification 6).
 *
 * @param order such as {@code XYCZT}, fastest axis first
 * @param planes entries that say which pages hold which planes; empty if all follow that order
 */
record Ome(
    String order, int channels, int slices, int frames, PixelSize pixelSize, List<Planes> planes) {

  private static final int MOST = 1 << 20;
  private static final Pattern PIXELS = Pattern.compile("<(?:\\w+:)?Pixels\\b[^>]*>");
  private static final Pattern TIFF_DATA =
      Pattern.compile(
          "\\s*<((?:\\w+:)?TiffData)\\b(?:[^>]*/>|[^>]*[^/>]>.*?</\\1>|>.*?</\\1>)",
          Pattern.DOTALL);

  /**
   * Some pages in a row.
   *
   * @param page first page; -1 if it is not said
   * @param count number of pages; -1 if it is not said
   * @param file name of the file that holds them; empty if it is not said
   */
  record Planes(int page, int count, int channel, int slice, int frame, String file) {}

  static boolean wrote(String description) {
    return description.length() > 20
        && description.startsWith("<")
        && description.contains("OME")
        && description.contains("Pixels");
  }

  /** What a description says; nothing if it is no such XML. */
  static Optional<Ome> parse(String description) {
    Handler handler = new Handler();
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      // Nothing outside the text is ever looked up.
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.newSAXParser().parse(new InputSource(new StringReader(description)), handler);
    } catch (SAXException | IOException | ParserConfigurationException e) {
      return Optional.empty();
    }
    return handler.result();
  }

  /**
   * For each plane in the order of frames, slices and groups of channels the page that holds it.
   *
   * @param pages number of pages in the file
   * @param together channels that a page holds
   * @param file name of the file
   * @return empty if not all planes are in this file
   */
  Optional<int[]> pages(int pages, int together, String file) {
    int groups = channels / together;
    if (channels % together != 0 || (long) groups * slices * frames != pages) {
      return Optional.empty();
    }
    int[] found = new int[pages];
    List<Planes> all = planes.isEmpty() ? List.of(new Planes(-1, -1, 0, 0, 0, "")) : planes;
    for (Planes some : all) {
      if (!some.file.isEmpty() && !some.file.equals(file)) {
        return Optional.empty();
      }
      int count = some.count >= 0 ? some.count : some.page >= 0 ? 1 : pages;
      int[] at = {some.channel / together, some.slice, some.frame};
      for (int i = 0; i < count; i++) {
        int page = Math.max(0, some.page) + i;
        if (page >= pages || at[0] >= groups || at[1] >= slices || at[2] >= frames) {
          return Optional.empty();
        }
        found[(at[2] * slices + at[1]) * groups + at[0]] = page + 1;
        advance(at, groups);
      }
    }
    for (int i = 0; i < pages; i++) {
      if (--found[i] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private void advance(int[] at, int groups) {
    int[] extents = {groups, slices, frames};
    for (char axis : order.substring(2).toCharArray()) {
      int i = "CZT".indexOf(axis);
      if (++at[i] < extents[i]) {
        return;
      }
      at[i] = 0;
    }
    // Behind the last plane nothing follows.
    at[2] = frames;
  }

  /**
   * A description for an image about to be written, its pages ordered by channel, slice and frame:
   * the old one with the axes and the type it has now.
   *
   * @param pages number of pages
   */
  static String describe(Image image, String old, int pages, boolean bigEndian) {
    Matcher pixels = PIXELS.matcher(old);
    if (!pixels.find()) {
      return old;
    }
    String tag = pixels.group();
    tag = set(tag, "DimensionOrder", "XYCZT");
    tag = set(tag, "Type", type(image.type()));
    tag = set(tag, "SizeX", "" + image.width());
    tag = set(tag, "SizeY", "" + image.height());
    tag = set(tag, "SizeC", "" + image.channels());
    tag = set(tag, "SizeZ", "" + image.depth());
    tag = set(tag, "SizeT", "" + image.frames());
    tag = tag.contains("BigEndian=") ? set(tag, "BigEndian", "" + bigEndian) : tag;
    String prefix = tag.contains(":Pixels") ? tag.substring(1, tag.indexOf(':') + 1) : "";
    String data = "<" + prefix + "TiffData IFD=\"0\" PlaneCount=\"" + pages + "\"/>";
    String head = old.substring(0, pixels.start());
    String tail = old.substring(pixels.end());
    int end = tail.indexOf("</" + prefix + "Pixels>");
    if (tag.endsWith("/>") || end < 0) {
      return old;
    }
    String inside = tail.substring(0, end);
    Matcher first = TIFF_DATA.matcher(inside);
    boolean found = first.find();
    String kept = found ? first.replaceAll("") : inside;
    // The schema wants channels first, then data, then planes.
    int place = found ? Math.min(kept.length(), first.reset().find() ? first.start() : 0) : 0;
    place = found ? place : afterChannels(kept, prefix);
    return head
        + tag
        + kept.substring(0, place)
        + data
        + kept.substring(place)
        + tail.substring(end);
  }

  private static int afterChannels(String text, String prefix) {
    int at = text.lastIndexOf("</" + prefix + "Channel>");
    return at < 0 ? 0 : text.indexOf('>', at) + 1;
  }

  private static String set(String tag, String name, String value) {
    Matcher old = Pattern.compile("(\\s)" + name + "\\s*=\\s*(\"[^\"]*\"|'[^']*')").matcher(tag);
    return old.find()
        ? old.replaceFirst("$1" + name + "=\"" + value + "\"")
        : tag.replaceFirst("(/?>)$", " " + name + "=\"" + value + "\"$1");
  }

  private static String type(SampleType type) {
    return switch (type) {
      case FLOAT16, FLOAT32 -> "float";
      case FLOAT64 -> "double";
      default -> type.toString().toLowerCase(Locale.ROOT);
    };
  }

  /** Listens to the first image. */
  private static final class Handler extends DefaultHandler {
    private final List<Planes> planes = new ArrayList<>();
    private String order = "";
    private int[] sizes = new int[0];
    private PixelSize pixelSize = PixelSize.UNKNOWN;
    private boolean done;

    @Override
    public void startElement(String uri, String local, String name, Attributes values) {
      String element = name.substring(name.indexOf(':') + 1);
      if (done) {
        return;
      }
      if (element.equals("Pixels")) {
        order = text(values, "DimensionOrder");
        sizes =
            new int[] {
              number(values, "SizeC", 0), number(values, "SizeZ", 0), number(values, "SizeT", 0)
            };
        pixelSize = pixelSize(values);
      } else if (element.equals("TiffData") && planes.size() < MOST) {
        planes.add(
            new Planes(
                number(values, "IFD", -1),
                number(values, "PlaneCount", -1),
                number(values, "FirstC", 0),
                number(values, "FirstZ", 0),
                number(values, "FirstT", 0),
                ""));
      } else if (element.equals("UUID") && !planes.isEmpty()) {
        Planes last = planes.remove(planes.size() - 1);
        planes.add(
            new Planes(
                last.page,
                last.count,
                last.channel,
                last.slice,
                last.frame,
                text(values, "FileName")));
      }
    }

    @Override
    public void endElement(String uri, String local, String name) {
      done |= name.substring(name.indexOf(':') + 1).equals("Pixels");
    }

    Optional<Ome> result() {
      boolean whole = sizes.length == 3 && sizes[0] > 0 && sizes[1] > 0 && sizes[2] > 0;
      return whole && order.matches("XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)")
          ? Optional.of(new Ome(order, sizes[0], sizes[1], sizes[2], pixelSize, planes))
          : Optional.empty();
    }

    /** Lengths in the unit of x; micrometres where none is named. */
    private static PixelSize pixelSize(Attributes values) {
      double[] lengths = new double[3];
      for (int i = 0; i < 3; i++) {
        lengths[i] = length(text(values, "PhysicalSize" + "XYZ".charAt(i)));
      }
      String unit = text(values, "PhysicalSizeXUnit");
      return lengths[0] > 0 && lengths[1] > 0
          ? new PixelSize(lengths[0], lengths[1], lengths[2], unit.isEmpty() ? "µm" : unit)
          : PixelSize.UNKNOWN;
    }

    private static double length(String text) {
      double value = text.matches("[0-9.eE+-]{1,40}") ? parse(text) : 0;
      return value > 0 && Double.isFinite(value) ? value : 0;
    }

    private static double parse(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    private static int number(Attributes values, String name, int otherwise) {
      String text = text(values, name);
      return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    private static String text(Attributes values, String name) {
      String value = values.getValue(name);
      return value == null ? "" : value;
    }
  }
}
