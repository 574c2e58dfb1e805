package io.baton.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.sample.SampleImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A listed image, fetched as a user does: the bytes must be those that were listed. */
final class DrawnImage {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int SIDE = 64;
  private static final String PNG_METADATA = "javax_imageio_png_1.0";

  private final List<Integer> pixels;
  private final String parameters;

  DrawnImage(SampleImage listed)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(listed.url()).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    byte[] bytes = answer.body();
    assertThat((long) bytes.length).isEqualTo(listed.size());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(listed.sha256());
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream stream =
        ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(stream);
      BufferedImage image = reader.read(0);
      assertThat(image.getWidth()).isEqualTo(SIDE);
      assertThat(image.getHeight()).isEqualTo(SIDE);
      pixels = Arrays.stream(image.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE)).boxed().toList();
      assertThat(pixels.stream().distinct().count()).as("colours").isGreaterThan(100);
      parameters = parameters((Element) reader.getImageMetadata(0).getAsTree(PNG_METADATA));
    } finally {
      reader.dispose();
    }
  }

  private static String parameters(Element metadata) {
    for (String kind : List.of("tEXtEntry", "iTXtEntry", "zTXtEntry")) {
      NodeList entries = metadata.getElementsByTagName(kind);
      for (int i = 0; i < entries.getLength(); i++) {
        Element entry = (Element) entries.item(i);
        if (entry.getAttribute("keyword").equals("parameters")) {
          return entry.hasAttribute("value")
              ? entry.getAttribute("value")
              : entry.getAttribute("text");
        }
      }
    }
    throw new AssertionError("the image does not tell how it was made");
  }

  /** Row by row, as ARGB. */
  List<Integer> pixels() {
    return pixels;
  }

  /** How it was made, as its file tells. */
  String parameters() {
    return parameters;
  }
}
