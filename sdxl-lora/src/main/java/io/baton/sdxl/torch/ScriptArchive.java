package io.baton.sdxl.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file form of a TorchScript module without parameters: an uncompressed zip of source text and
 * two pickles, as {@code torch.jit.save} lays it out.
 */
final class ScriptArchive {

  /** Of the archive's layout. */
  private static final String VERSION = "3\n";

  /** Protocol 2: an empty tuple. */
  private static final String CONSTANTS = "\u0080\u0002).";

  /**
   * Protocol 2: an object of class {@code __torch__.Ops}, made from an empty tuple, with the state
   * {@code {"training": True}}.
   */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nOps\nq\u0000)\u0081}(X\u0008\u0000\u0000\u0000trainingq\u0001\u0088ubq\u0002.";

  private static final String CLASS_HEAD =
      """
      class Ops(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
      """;

  private ScriptArchive() {}

  static byte[] of(Collection<ScriptMethod> methods) {
    String code =
        methods.stream().map(ScriptMethod::source).collect(Collectors.joining("", CLASS_HEAD, ""));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "ops/version", VERSION);
      store(zip, "ops/constants.pkl", CONSTANTS);
      store(zip, "ops/data.pkl", OBJECT);
      store(zip, "ops/code/__torch__.py", code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, String latin) throws IOException {
    byte[] content = latin.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
