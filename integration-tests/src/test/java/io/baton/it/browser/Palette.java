package io.baton.it.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces images to 128 colours, by median cut (Heckbert, 1982): a page's few colours stay as they
 * are, and its PNG is a third of the size.
 */
final class Palette {
  private static final int COLOURS = 128;
  private static final int CHANNELS = 3;
  private static final int CHANNEL_BITS = 8;
  private static final int MASK = 0xff;

  private Palette() {}

  static BufferedImage reduce(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel & 0xffffff, 1, Integer::sum);
    }
    List<Box> boxes = cut(counts);
    int[] palette = boxes.stream().mapToInt(Box::mean).toArray();
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < boxes.size(); place++) {
      for (Colour colour : boxes.get(place).colours) {
        places.put(colour.rgb, place);
      }
    }
    IndexColorModel model =
        new IndexColorModel(
            CHANNEL_BITS, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage reduced =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    byte[] row = new byte[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = places.get(pixels[y * width + x] & 0xffffff).byteValue();
      }
      reduced.getRaster().setDataElements(0, y, width, 1, row);
    }
    return reduced;
  }

  private static List<Box> cut(Map<Integer, Integer> counts) {
    List<Box> boxes = new ArrayList<>();
    boxes.add(
        new Box(
            counts.entrySet().stream()
                .map(each -> new Colour(each.getKey(), each.getValue()))
                .toList()));
    while (boxes.size() < COLOURS) {
      Box widest = boxes.stream().max(Comparator.comparingDouble(Box::spread)).orElseThrow();
      if (widest.colours.size() == 1) {
        return boxes;
      }
      boxes.remove(widest);
      boxes.addAll(widest.halves());
    }
    return boxes;
  }

  /** A colour and on how many pixels it is. */
  private record Colour(int rgb, int pixels) {
    int channel(int number) {
      return rgb >> (CHANNEL_BITS * number) & MASK;
    }
  }

  /** Colours that are near to each other. */
  private record Box(List<Colour> colours) {
    int range(int channel) {
      int least = MASK;
      int most = 0;
      for (Colour colour : colours) {
        least = Math.min(least, colour.channel(channel));
        most = Math.max(most, colour.channel(channel));
      }
      return most - least;
    }

    int widestChannel() {
      int widest = 0;
      for (int channel = 1; channel < CHANNELS; channel++) {
        widest = range(channel) > range(widest) ? channel : widest;
      }
      return widest;
    }

    long pixels() {
      return colours.stream().mapToLong(Colour::pixels).sum();
    }

    /** The wider and the fuller, the sooner it is cut; one of a single colour never. */
    double spread() {
      return colours.size() == 1 ? 0 : range(widestChannel()) * Math.sqrt(pixels());
    }

    List<Box> halves() {
      int channel = widestChannel();
      List<Colour> sorted =
          colours.stream().sorted(Comparator.comparingInt(each -> each.channel(channel))).toList();
      long half = pixels() / 2;
      int cut = 1;
      for (long seen = sorted.get(0).pixels; cut < sorted.size() - 1 && seen < half; cut++) {
        seen += sorted.get(cut).pixels;
      }
      return List.of(new Box(sorted.subList(0, cut)), new Box(sorted.subList(cut, sorted.size())));
    }

    int mean() {
      int rgb = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        long sum = 0;
        for (Colour colour : colours) {
          sum += (long) colour.channel(channel) * colour.pixels;
        }
        rgb |= (int) Math.round((double) sum / pixels()) << (CHANNEL_BITS * channel);
      }
      return rgb;
    }
  }
}
