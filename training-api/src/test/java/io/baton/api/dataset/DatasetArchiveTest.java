package io.baton.api.dataset;

import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.finalizeDataset;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.image;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.sha256;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.platform.PlatformTest;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class DatasetArchiveTest extends PlatformTest {
  private static final String TABLE = "{\"file_name\": \"b.jpg\", \"text\": \"a sks cat\"}\n";

  @Inject DatasetSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void a_zip_of_a_folder_becomes_files_that_nodes_get() {
    DatasetId dataset = createDataset();
    upload(dataset, "c.bmp", image("bmp", 3));
    byte[] zip =
        new TestZip()
            .file("cats/a.png", image("png", 1))
            .file("cats/b.jpg", image("jpg", 2))
            .file("cats/a.txt", "a photo of sks cat")
            .file("cats/metadata.jsonl", TABLE)
            .file("__MACOSX/cats/._a.png", "junk")
            .bytes();
    TestZip.upload(dataset, zip);

    Dataset ready = read(finalizeDataset(dataset), 200, Dataset.class);

    assertThat(ready.files())
        .extracting(DatasetFile::name)
        .containsExactly("a.png", "a.txt", "b.jpg", "c.bmp", "metadata.jsonl");
    assertThat(ready.images()).isEqualTo(3);
    assertThat(ready.checkedFiles()).isEqualTo(5);
    assertThat(ready.imageSizes()).contains(new Dataset.ImageSizes(64, 64, 48, 48));
    assertThat(ready.notes()).hasSize(1);
    assertThat(ready.notes().get(0)).contains("__MACOSX/cats/._a.png");
    submit(spec(dataset));
    Grant grant = grantTo("node-a");
    assertThat(grant.dataset()).hasSize(5);
    for (Grant.DatasetObject object : grant.dataset()) {
      assertThat(sha256(send(HttpRequest.newBuilder(object.url())).body()))
          .isEqualTo(object.file().sha256());
    }
    String archive = ObjectKeys.ofDatasetArchive(dataset, ready.archive().orElseThrow());
    assertThat(storage.size(archive)).isPresent();
    clock.advance(Duration.ofMinutes(20));
    sweep.sweepAll();
    assertThat(storage.list(ObjectKeys.datasetPrefix(dataset))).hasSize(5).doesNotContain(archive);
  }

  @Test
  void every_bad_entry_is_named_nothing_is_unpacked_and_another_zip_makes_it_good() {
    DatasetId dataset = createDataset();
    TestZip.upload(
        dataset,
        new TestZip()
            .file("good.png", image("png", 1))
            .file("../evil.png", image("png", 2))
            .file("/etc/evil.png", image("png", 3))
            .link("link.png", "/etc/passwd")
            .file("bomb.bmp", new byte[3_000_000])
            .file("sub/deep.png", image("png", 4))
            .file("cat.gif", "GIF89a")
            .bytes());

    Problem problem = read(finalizeDataset(dataset), 422, Problem.class);

    assertThat(problem.errors())
        .extracting(Problem.FieldError::field)
        .containsExactlyInAnyOrder(
            "../evil.png", "/etc/evil.png", "link.png", "bomb.bmp", "sub/deep.png", "cat.gif");
    Dataset invalid = read(get("/v1/datasets/" + dataset), 200, Dataset.class);
    assertThat(invalid.status()).isEqualTo(DatasetStatus.INVALID);
    assertThat(invalid.problems()).isEqualTo(problem.errors());
    assertThat(invalid.files()).isEmpty();

    TestZip.upload(dataset, new TestZip().file("good.png", image("png", 1)).bytes());
    Dataset ready = read(finalizeDataset(dataset), 200, Dataset.class);
    assertThat(ready.files()).extracting(DatasetFile::name).containsExactly("good.png");
    assertThat(ready.problems()).isEmpty();
  }

  @Test
  void an_image_in_the_zip_that_cannot_be_decoded_is_named() {
    DatasetId dataset = createDataset();
    TestZip.upload(
        dataset,
        new TestZip().file("a.png", image("png", 1)).file("words.png", "no image").bytes());
    Problem problem = read(finalizeDataset(dataset), 422, Problem.class);
    assertThat(problem.errors()).hasSize(1);
    assertThat(problem.detail()).contains("words.png is not an image");
  }

  @Test
  void what_is_no_zip_is_refused() {
    byte[] zip = new TestZip().file("a.png", image("png", 1)).bytes();
    byte[] lying = zip.clone();
    setClaimedSize(lying, 20);
    byte[] damaged = zip.clone();
    damaged[60] ^= 0x55;
    assertRefused("this is no zip at all, whatever its name says".getBytes(), "is no zip");
    assertRefused(Arrays.copyOf(zip, zip.length - 30), "is no zip");
    assertRefused(lying, "more than the 20 bytes it claims");
    assertRefused(damaged, "damaged in the archive");
  }

  private static void assertRefused(byte[] zip, String part) {
    DatasetId dataset = createDataset();
    TestZip.upload(dataset, zip);
    assertThat(read(finalizeDataset(dataset), 422, Problem.class).detail()).contains(part);
  }

  /** In the directory of a zip with one entry. */
  private static void setClaimedSize(byte[] zip, int size) {
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = buffer.getInt(zip.length - 6);
    buffer.putInt(directory + 24, size);
  }

  @Test
  void an_archive_that_was_not_uploaded_or_is_another_is_refused() {
    byte[] zip = new TestZip().file("a.png", image("png", 1)).bytes();
    DatasetId missing = createDataset();
    TestZip.announce(missing, zip);
    assertThat(read(finalizeDataset(missing), 422, Problem.class).detail())
        .contains("archive was announced but not uploaded");
    DatasetId other = createDataset();
    io.baton.api.platform.TestApi.put(
        TestZip.announce(other, zip).url(), Arrays.copyOf(zip, zip.length - 1));
    assertThat(read(finalizeDataset(other), 422, Problem.class).detail())
        .contains("not the announced " + zip.length);
  }

  @Test
  void an_archive_larger_than_storage_takes_is_refused() {
    String body = "{\"size\": 5368709121, \"sha256\": \"" + "0".repeat(64) + "\"}";
    assertThat(
            read(post("/v1/datasets/" + createDataset() + "/archive", body), 422, Problem.class)
                .detail())
        .contains("5368709120");
  }

  @Test
  void a_replica_that_takes_over_unpacks_what_lacks() {
    DatasetId dataset = createDataset();
    byte[] first = image("png", 1);
    byte[] zip = new TestZip().file("a.png", first).file("b.png", image("png", 2)).bytes();
    TestZip.upload(dataset, zip);
    tables.execute(
        """
        insert into dataset_file
          (dataset_id, name, size, sha256, from_archive, checked_at, width, height)
        values ('%s', 'a.png', %d, '%s', true, '2020-01-01', 64, 48)
        """
            .formatted(dataset, first.length, sha256(first)));
    assertThat(read(finalizeDataset(dataset), 200, Dataset.class).files()).hasSize(2);
    assertThat(
            tables.rows(
                "select name from dataset_file where checked_at = '2020-01-01' and dataset_id = '"
                    + dataset
                    + "'"))
        .containsExactly("a.png");
  }

  @Test
  void a_directory_that_would_fill_the_memory_is_not_read(@TempDir Path directory)
      throws IOException {
    int entries = 100_000;
    ByteBuffer zip = ByteBuffer.allocate(entries * 47 + 22).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < entries; i++) {
      zip.putInt(0x02014b50).putInt(20).position(zip.position() + 20);
      zip.putShort((short) 1).position(zip.position() + 16);
      zip.put((byte) 'a');
    }
    // The end says that there is one entry.
    zip.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
    zip.putInt(entries * 47).putInt(0);
    Path file = Files.write(directory.resolve("bomb.zip"), zip.array());
    assertThatThrownBy(() -> ZipContents.open(file, 1))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("more to read");
  }

  @Test
  void the_same_archive_announced_again_is_not_unpacked_again() {
    DatasetId dataset = createDataset();
    byte[] zip = new TestZip().file("a.png", image("png", 1)).file("b.txt", "no image").bytes();
    TestZip.upload(dataset, zip);
    assertThat(read(finalizeDataset(dataset), 422, Problem.class).detail())
        .contains("b.txt is the caption of no image");
    TestZip.announce(dataset, zip);
    upload(dataset, "b.png", image("png", 2));
    Dataset ready = read(finalizeDataset(dataset), 200, Dataset.class);
    assertThat(ready.files()).hasSize(3);
    assertThat(ready.archive()).contains(new DatasetArchive(zip.length, sha256(zip)));
  }
}
