package io.baton.api.dataset;

import static io.baton.api.platform.TestApi.announce;
import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.finalizeDataset;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.image;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.sha256;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.upload;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetFilePage;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.dataset.StoredDatasetFile;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatasetTest extends PlatformTest {

  @Test
  void images_of_every_format_and_captions_make_a_dataset() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    upload(dataset, "b (2).JPG", image("jpg", 2));
    upload(dataset, "Käse.bmp", image("bmp", 3));
    upload(dataset, "a.txt", "a photo of sks cat, grün".getBytes(StandardCharsets.UTF_8));
    upload(dataset, "b (2).txt", "a photo of sks cat, grün".getBytes(StandardCharsets.UTF_8));

    Dataset ready = read(finalizeDataset(dataset), 200, Dataset.class);

    assertThat(ready.status()).isEqualTo(DatasetStatus.READY);
    assertThat(ready.images()).isEqualTo(3);
    assertThat(ready.files()).hasSize(5);
    assertThat(read(get("/v1/datasets/" + dataset), 200, Dataset.class)).isEqualTo(ready);
    assertThat(read(finalizeDataset(dataset), 200, Dataset.class)).isEqualTo(ready);
    submit(spec(dataset));
    Grant grant = grantTo("node-a");
    for (Grant.DatasetObject object : grant.dataset()) {
      assertThat(sha256(send(HttpRequest.newBuilder(object.url())).body()))
          .isEqualTo(object.file().sha256());
    }
  }

  @Test
  void an_owner_downloads_the_files_of_a_dataset_that_is_ready_page_by_page() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    upload(dataset, "a.txt", "a photo of sks cat".getBytes(StandardCharsets.UTF_8));
    upload(dataset, "b.png", image("png", 2));
    String files = "/v1/datasets/" + dataset + "/files";
    assertThat(read(get(files), 409, Problem.class).detail()).contains("once it is ready");
    finalizeDataset(dataset);

    DatasetFilePage first = read(get(files + "?limit=2"), 200, DatasetFilePage.class);
    DatasetFilePage second =
        read(get(files + "?after=" + first.next().orElseThrow()), 200, DatasetFilePage.class);

    assertThat(first.files()).extracting(StoredDatasetFile::name).containsExactly("a.png", "a.txt");
    assertThat(second.files()).extracting(StoredDatasetFile::name).containsExactly("b.png");
    assertThat(second.next()).isEmpty();
    assertThat(first.files().get(0).width()).isPresent();
    assertThat(first.files().get(1).width()).isEmpty();
    for (StoredDatasetFile file : first.files()) {
      assertThat(sha256(send(HttpRequest.newBuilder(file.url())).body())).isEqualTo(file.sha256());
    }
  }

  @Test
  void the_files_of_another_owner_are_not_there() {
    DatasetId dataset = TestKeys.useMeanwhile(TestKeys.user("ann"), TestApi::readyDataset);

    String files = "/v1/datasets/" + dataset + "/files";
    assertThat(TestKeys.as(TestKeys.user("ben")).get(files).statusCode()).isEqualTo(404);
    assertThat(TestKeys.as(TestKeys.user("ann")).get(files).statusCode()).isEqualTo(200);
  }

  @Test
  void webp_is_read() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.webp", webp());
    assertThat(read(finalizeDataset(dataset), 200, Dataset.class).images()).isEqualTo(1);
  }

  /** White, 64 x 64 pixels, lossless. */
  private static byte[] webp() {
    return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvP8APEAcQERGIiP4HAA==");
  }

  @Test
  void every_bad_file_is_named_and_nothing_changes() {
    DatasetId dataset = createDataset();
    byte[] good = image("png", 9);
    upload(dataset, "good.png", good);
    upload(dataset, "same.png", good);
    upload(dataset, "words.png", "no image at all".getBytes(StandardCharsets.UTF_8));
    upload(dataset, "cut.png", Arrays.copyOf(image("png", 8), 150));
    byte[] photograph = image("jpg", 6);
    upload(dataset, "half.jpg", Arrays.copyOf(photograph, photograph.length - 100));
    upload(dataset, "bomb.png", pngThatClaims(60_000, 60_000));
    upload(dataset, "latin.txt", new byte[] {(byte) 0xfc, 'x'});
    announce(dataset, new DatasetFile("missing.png", 10, "1".repeat(64)));
    byte[] content = image("png", 7);
    put(
        announce(dataset, new DatasetFile("longer.png", content.length - 1, "2".repeat(64)))
            .urls()
            .get(0)
            .url(),
        content);
    put(
        announce(dataset, new DatasetFile("other.png", content.length, "3".repeat(64)))
            .urls()
            .get(0)
            .url(),
        content);

    Problem problem = read(finalizeDataset(dataset), 422, Problem.class);

    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_DATASET);
    assertThat(detailOf(problem, "same.png")).contains("same image as good.png");
    assertThat(detailOf(problem, "words.png")).contains("not an image");
    assertThat(detailOf(problem, "cut.png")).contains("damaged");
    assertThat(detailOf(problem, "half.jpg")).contains("cut off");
    assertThat(detailOf(problem, "bomb.png")).contains("60000 x 60000 pixels");
    assertThat(detailOf(problem, "latin.txt")).contains("UTF-8");
    assertThat(detailOf(problem, "missing.png")).contains("not uploaded");
    assertThat(detailOf(problem, "longer.png")).contains("more than the announced");
    assertThat(detailOf(problem, "other.png")).contains("other content");
    assertThat(problem.errors()).hasSize(9);
    assertThat(read(get("/v1/datasets/" + dataset), 200, Dataset.class).status())
        .isEqualTo(DatasetStatus.INVALID);
    Problem refused = read(post("/v1/jobs", spec(dataset)), 422, Problem.class);
    assertThat(refused.detail()).contains(dataset.value()).contains("finalize");
  }

  private static String detailOf(Problem problem, String file) {
    return problem.errors().stream()
        .filter(error -> error.field().equals(file))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " is not named"))
        .detail();
  }

  /** A whole header and no pixels. */
  private static byte[] pngThatClaims(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 checksum = new CRC32();
    checksum.update(header.array());
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
        .putInt(13)
        .put(header.array())
        .putInt((int) checksum.getValue())
        .array();
  }

  @Test
  void a_dataset_without_images_is_refused() {
    DatasetId dataset = createDataset();
    assertThat(read(finalizeDataset(dataset), 422, Problem.class).detail())
        .contains("holds no image");
    upload(dataset, "a.txt", new byte[] {'x'});
    assertThat(read(finalizeDataset(dataset), 422, Problem.class).detail())
        .contains("holds no image");
  }

  @Test
  void a_bad_file_can_be_announced_anew_and_then_the_dataset_is_ready() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", new byte[] {1, 2, 3});
    assertThat(finalizeDataset(dataset).statusCode()).isEqualTo(422);
    upload(dataset, "a.png", image("png", 5));
    assertThat(read(finalizeDataset(dataset), 200, Dataset.class).files()).hasSize(1);
  }

  @Test
  void a_ready_dataset_takes_no_more_files() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 5));
    finalizeDataset(dataset);
    DatasetUploads more = new DatasetUploads(List.of(new DatasetFile("b.png", 10, "0".repeat(64))));
    assertThat(read(post("/v1/datasets/" + dataset + "/files", more), 409, Problem.class).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void a_job_on_a_dataset_that_is_not_there_is_refused_by_name() {
    Problem problem = read(post("/v1/jobs", spec(new DatasetId("data-none"))), 422, Problem.class);
    assertThat(problem.errors().get(0).field()).isEqualTo("datasetId");
    assertThat(problem.detail()).contains("data-none");
    assertThat(tables.count("select count(*) from job")).isZero();
  }
}
