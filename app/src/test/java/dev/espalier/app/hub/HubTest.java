package dev.espalier.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.app.hub.Hub.Progress;
import dev.espalier.app.hub.UnrulyHub.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a server does, nothing but a whole model is taken for one, and what fails says why. */
class HubTest {

  private static final Patience SHORT =
      new Patience(4, Duration.ofMillis(2), Duration.ofSeconds(2), Duration.ofMillis(600));
  private static final HubModel MODEL = new HubModel(UnrulyHub.ID, HubModel.MAIN);
  private static final int WEIGHT_BYTES = 300_000;

  @TempDir private Path home;

  private UnrulyHub server;

  @BeforeEach
  void aModelOfFourFiles() throws IOException {
    server = new UnrulyHub();
    server.put("config.json", text("{\"model_type\": \"llama\"}"));
    server.put("tokenizer.json", text("{}"));
    server.put("README.md", text("not needed"));
    server.put("model.safetensors", bytes(WEIGHT_BYTES, 1));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aDownloadedModelIsFoundAgain() throws Exception {
    Path folder = get();
    assertWhole(folder);
    assertThat(folder.resolve("README.md")).doesNotExist();
    assertThat(folder).isEqualTo(modelFolder().resolve("snapshots").resolve(UnrulyHub.COMMIT));
    assertThat(Files.readString(modelFolder().resolve("refs/main"))).isEqualTo(UnrulyHub.COMMIT);
    assertThat(Files.isSymbolicLink(folder.resolve("model.safetensors"))).isTrue();
    assertThat(hub().find(UnrulyHub.ID)).isEqualTo(folder);
    assertThat(hub().downloaded().collect(Downloaded::name)).containsExactly(UnrulyHub.ID);
    assertThat(hub().downloaded().getOnly().bytes()).isGreaterThan(WEIGHT_BYTES);
    long sent = server.sent();
    assertThat(get()).isEqualTo(folder);
    assertThat(server.sent()).as("bytes of a second download").isEqualTo(sent);
  }

  @Test
  void aBrokenConnectionIsResumedWhereItBroke() throws Exception {
    onlyWeights(new Answer.Breaks(100_000), new Answer.Breaks(50_000), new Answer.Right());
    assertWhole(get());
    assertThat(server.ranges).contains("bytes=100000-", "bytes=150000-");
    assertThat(server.sent()).isLessThan(WEIGHT_BYTES + 1000L);
  }

  @Test
  void aServerThatDoesNotResumeIsAskedFromTheStart() throws Exception {
    onlyWeights(new Answer.Breaks(100_000), new Answer.IgnoresRanges());
    assertWhole(get());
  }

  @Test
  void anotherPartThanAskedForIsNotTaken() throws Exception {
    onlyWeights(new Answer.Breaks(100_000), new Answer.SendsAnotherRange());
    assertWhole(get());
  }

  @Test
  void silenceIsGivenUp() throws Exception {
    onlyWeights(new Answer.FallsSilent(120_000));
    assertWhole(get());
    assertThat(server.ranges).contains("bytes=120000-");
  }

  @ParameterizedTest
  @CsvSource({
    "-1000, the server announces 299000 bytes where 300000 are missing",
    "1000, the server announces 301000 bytes where 300000 are missing"
  })
  void aLieAboutTheLengthIsNotBelieved(int by, String why) throws IOException {
    onlyWeights(new Answer.Lies(by), new Answer.Lies(by), new Answer.Lies(by), new Answer.Lies(by));
    assertRefused("model.safetensors could not be downloaded: " + why);
    assertNothingTakenForWhole();
  }

  @Test
  void damageIsNoticedAndTriedOnceMore() throws Exception {
    onlyWeights(new Answer.Damages());
    assertWhole(get());
  }

  @Test
  void damagedFilesAreNotKept() throws IOException {
    onlyWeights(new Answer.Damages(), new Answer.Damages());
    assertRefused("model.safetensors of org/tiny arrives damaged: its checksum is not");
    assertNothingTakenForWhole();
    assertThat(part()).isEmptyFile();
  }

  @Test
  void aPartOfAnotherFileComesToNothing() throws Exception {
    Files.createDirectories(modelFolder().resolve("blobs"));
    Files.write(part(), bytes(1000, 99));
    assertWhole(get());
    Files.delete(blob());
    Files.write(part(), bytes(WEIGHT_BYTES + 5, 99));
    assertWhole(get());
  }

  @Test
  void theTokenGoesToTheHubAlone() throws Exception {
    server.store = server.otherHost().toString();
    Path folder = new Hub(settings("secret", false), SHORT).get(MODEL, null, null, Progress.NONE);
    assertWhole(folder);
    assertThat(server.tokens)
        .containsEntry("/api/models/org/tiny/revision/main", "Bearer secret")
        .containsEntry(
            "/org/tiny/resolve/" + UnrulyHub.COMMIT + "/model.safetensors", "Bearer secret")
        .containsEntry("/store/model.safetensors", "");
    assertThat(settings("secret", false).toString()).doesNotContain("secret");
  }

  @Test
  void redirectsWithoutEndEnd() throws IOException {
    String here = server.address() + "/org/tiny/resolve/" + UnrulyHub.COMMIT + "/tokenizer.json";
    Answer again = new Answer.Status(302, Map.of("Location", here));
    server.answer(again, again, again, again, again, again, again, again, again, again);
    assertRefused("sends from one address to the next without end");
    server.listing = new Answer.Status(302, Map.of("Location", "file:///etc/passwd"));
    assertRefused("points to \"file:///etc/passwd\", no address");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | '' | '' | private or gated, or there is no such model (HTTP 401)",
        "401 | '' | '' | set HF_TOKEN to a token of yours",
        "403 | secret | GatedRepo | org/tiny is gated (HTTP 403). Accept its conditions at",
        "403 | secret | '' | Your token may not read org/tiny (HTTP 403)",
        "404 | '' | '' | The hub has no model org/tiny with a revision main (HTTP 404).",
        "418 | '' | '' | The hub answers HTTP 418 about org/tiny."
      })
  void aRefusalIsExplained(int status, String token, String code, String why) {
    server.listing = new Answer.Status(status, Map.of("X-Error-Code", code.isEmpty() ? "-" : code));
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() ->
            new Hub(settings(token.isEmpty() ? null : token, false), SHORT)
                .get(MODEL, null, null, Progress.NONE))
        .withMessageContaining(why);
    assertThat(server.ranges).isEmpty();
  }

  @Test
  void aBusyServerIsWaitedFor() throws Exception {
    long begin = System.nanoTime();
    onlyWeights(
        new Answer.Status(429, Map.of("Retry-After", "1")),
        new Answer.Status(503, Map.of()),
        new Answer.Status(500, Map.of("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")));
    assertWhole(get());
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void aServerThatWantsHoursIsNotWaitedFor() throws IOException {
    onlyWeights(new Answer.Status(429, Map.of("Retry-After", "7200")));
    assertRefused("model.safetensors could not be downloaded: the server answers HTTP 429");
  }

  @Test
  void aServerThatIsGoneIsSaid() {
    server.close();
    assertRefused("org/tiny could not be downloaded");
  }

  @Test
  void cancellingKeepsWhatThereIs() throws Exception {
    onlyWeights(new Answer.FallsSilent(200_000));
    CountDownLatch far = new CountDownLatch(1);
    List<Throwable> ends = new ArrayList<>();
    Thread download =
        Thread.ofVirtual()
            .start(() -> {
              try {
                hub()
                    .get(
                        MODEL,
                        null,
                        null,
                        (bytes, _, _) -> {
                          if (bytes >= 200_000) {
                            far.countDown();
                          }
                        });
              } catch (IOException | InterruptedException e) {
                ends.add(e);
              }
            });
    far.await();
    download.interrupt();
    download.join();
    assertThat(ends).hasExactlyElementsOfTypes(InterruptedException.class);
    assertNothingTakenForWhole();
    assertThat(part()).hasSize(200_000);
    assertWhole(get());
    assertThat(server.ranges).contains("bytes=200000-");
  }

  @Test
  void twoDownloadsAtOnceFetchEachFileOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Path>> downloads = List.of(this::get, this::get, this::get, this::get);
      for (Future<Path> download : threads.invokeAll(downloads)) {
        assertWhole(download.get());
      }
    }
    assertThat(server.sent()).isLessThan(2L * WEIGHT_BYTES);
    assertNoParts();
  }

  @Test
  void progressGrowsToTheWhole() throws Exception {
    onlyWeights(new Answer.Breaks(100_000), new Answer.Right());
    List<Long> told = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    hub()
        .get(
            MODEL,
            null,
            null,
            (bytes, of, _) -> {
              told.add(bytes);
              all.add(of);
            });
    assertThat(told).isSorted();
    assertThat(told.getLast()).isEqualTo(all.getLast());
    assertThat(all).containsOnly(all.getFirst());
  }

  @Test
  void shardsAreTakenWithTheirIndex() throws Exception {
    server.put("model-00001-of-00002.safetensors", bytes(100, 2));
    server.put("model-00002-of-00002.safetensors", bytes(100, 3));
    server.put(
        "model.safetensors.index.json",
        text(
            "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\","
                + " \"b\": \"model-00002-of-00002.safetensors\"}}"));
    Path whole = get();
    assertThat(whole.resolve("model-00001-of-00002.safetensors")).doesNotExist();
    server.remove("model.safetensors");
    Path folder = get();
    assertThat(folder.resolve("model-00002-of-00002.safetensors")).exists();
    Files.delete(folder.resolve("model.safetensors"));
    assertThat(hub().find(UnrulyHub.ID)).isEqualTo(folder);
    Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
    assertThat(hub().find(UnrulyHub.ID)).isNull();
    assertThat(hub().downloaded()).isEmpty();
  }

  @Test
  void ofSeveralGgufFilesOneMustBeNamed() throws Exception {
    server.remove("model.safetensors");
    server.put("tiny-q4_k_m.gguf", bytes(2_500_000, 4));
    assertThat(get()).hasFileName("tiny-q4_k_m.gguf").hasBinaryContent(bytes(2_500_000, 4));
    server.put("big/tiny-q8_0.gguf", bytes(5000, 5));
    assertRefused("org/tiny holds several models; say which with --file. There are:");
    assertRefused("tiny-q4_k_m.gguf (2.5\u202fMB)");
    Path file = hub().get(MODEL, "big/tiny-q8_0.gguf", null, Progress.NONE);
    assertThat(file).hasBinaryContent(bytes(5000, 5));
    assertThat(hub().find(UnrulyHub.ID + "/big/tiny-q8_0.gguf")).isEqualTo(file);
    assertThat(hub().downloaded().collect(Downloaded::name))
        .containsExactly(UnrulyHub.ID + "/big/tiny-q8_0.gguf", UnrulyHub.ID + "/tiny-q4_k_m.gguf");
    assertRefused("tiny-q2_k.gguf", "org/tiny has no file tiny-q2_k.gguf. There are:");
    assertRefused("config.json", "config.json is no GGUF file");
    server.put("tiny-00001-of-00002.gguf", bytes(100, 6));
    assertRefused("tiny-00001-of-00002.gguf", "one of several parts of a model");
  }

  @Test
  void picklesAreNotTaken() throws IOException {
    server.remove("model.safetensors");
    assertRefused("org/tiny has neither safetensors nor a GGUF file.");
    server.put("pytorch_model.bin", bytes(100, 7));
    assertRefused("Python pickles alone, which can run any program");
    assertThat(server.ranges).isEmpty();
  }

  @Test
  void filesOutsideOfTheModelAreNotWritten() throws Exception {
    server.put("../../evil.gguf", bytes(10, 8));
    server.put("/etc/evil.gguf", bytes(10, 8));
    assertWhole(get());
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).noneMatch(file -> file.toString().contains("evil"));
    }
  }

  @Test
  void checksumsMayComeWithTheFiles() throws Exception {
    server.listsChecksums = false;
    server.store = server.otherHost().toString();
    assertWhole(get());
  }

  @Test
  void offlineNothingIsAsked() throws Exception {
    Hub offline = new Hub(settings(null, true), SHORT);
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> offline.get(MODEL, null, null, Progress.NONE))
        .withMessageContaining("HF_HUB_OFFLINE is set, and org/tiny is not among");
    assertThat(server.tokens).isEmpty();
    Path folder = get();
    server.close();
    assertThat(offline.get(MODEL, null, null, Progress.NONE)).isEqualTo(folder);
  }

  @Test
  void aFolderOfTheUsersTakesTheFiles() throws Exception {
    Path into = home.resolve("mine");
    onlyWeights(new Answer.Breaks(1000), new Answer.Right());
    assertThat(hub().get(MODEL, null, into, Progress.NONE)).isEqualTo(into);
    assertWhole(into);
    assertThat(home.resolve("hub").resolve("models--org--tiny")).doesNotExist();
    server.put("model.safetensors", bytes(WEIGHT_BYTES, 55));
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> hub().get(MODEL, null, into, Progress.NONE))
        .withMessageContaining("is there already and is another file; choose an empty folder");
    assertThat(into.resolve("model.safetensors")).hasBinaryContent(bytes(WEIGHT_BYTES, 1));
  }

  /** A server of any mood: in the end the model is whole, or the failure is in words. */
  @Test
  void noMoodOfAServerGetsDamageAccepted() throws Exception {
    Random random = new Random(42);
    int whole = 0;
    for (int i = 0; i < 50; i++) {
      try (UnrulyHub moody = new UnrulyHub()) {
        byte[] weights = bytes(random.nextInt(1, 5000), i);
        moody.put("config.json", text("{}"));
        moody.put("tokenizer.json", text("{\"a\": 1}"));
        moody.put("model.safetensors", weights);
        for (int n = 0; n < 8; n++) {
          moody.answer(mood(random, weights.length));
        }
        Path cache = home.resolve("moody" + i);
        Hub hub = new Hub(new HubSettings(moody.address(), null, cache, false), SHORT);
        for (int attempt = 0; attempt < 3; attempt++) {
          try {
            Path folder = hub.get(MODEL, null, null, Progress.NONE);
            assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
            whole++;
            break;
          } catch (HubException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(hub.find(UnrulyHub.ID)).isNull();
          }
        }
        Path blob = cache.resolve("models--org--tiny/blobs").resolve(UnrulyHub.sha256(weights));
        if (Files.exists(blob)) {
          assertThat(blob).hasBinaryContent(weights);
        }
      }
    }
    assertThat(whole).as("downloads that got through").isGreaterThan(30);
  }

  private static Answer mood(Random random, int length) {
    return switch (random.nextInt(8)) {
      case 0 -> new Answer.Breaks(random.nextInt(length));
      case 1 -> new Answer.Lies(random.nextInt(1, 50));
      case 2 -> new Answer.Lies(-random.nextInt(1, length + 1));
      case 3 -> new Answer.Damages();
      case 4 -> new Answer.IgnoresRanges();
      case 5 -> new Answer.SendsAnotherRange();
      case 6 ->
          new Answer.Status(List.of(416, 429, 500, 503, 504).get(random.nextInt(5)), Map.of());
      default -> new Answer.Right();
    };
  }

  @Test
  void settingsComeFromTheEnvironment() throws IOException {
    Files.createDirectories(home.resolve("hf"));
    Files.writeString(home.resolve("hf/token"), "kept\n");
    HubSettings plain = HubSettings.of(Map.of(), home);
    assertThat(plain.endpoint()).hasToString("https://huggingface.co");
    assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    assertThat(plain.token()).isNull();
    assertThat(plain.offline()).isFalse();
    HubSettings own =
        HubSettings.of(
            Map.of(
                "HF_HOME",
                home.resolve("hf").toString(),
                "HF_ENDPOINT",
                "https://mirror.example/hf/",
                "HF_HUB_OFFLINE",
                "true"),
            home);
    assertThat(own.endpoint()).hasToString("https://mirror.example/hf");
    assertThat(own.cache()).isEqualTo(home.resolve("hf/hub"));
    assertThat(own.token()).isEqualTo("kept");
    assertThat(own.offline()).isTrue();
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "mirror.example"), home))
        .withMessage("HF_ENDPOINT is \"mirror.example\"; it must begin with https:// or http://");
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "a b"), home))
        .withMessage("HF_TOKEN holds characters that no token has");
  }

  @Test
  void namesThatAreNoneAreRefused() {
    for (String id : new String[] {"tiny", "a/b/c", "../x", "a/..", "a/b c", "a--b/c", ""}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HubModel(id, "main"))
          .withMessageEndingWith("is no model of the hub; one is written ORG/NAME");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new HubModel("a/b", "../../main"));
  }

  private Hub hub() {
    return new Hub(settings(null, false), SHORT);
  }

  private HubSettings settings(@Nullable String token, boolean offline) {
    return new HubSettings(server.address(), token, home.resolve("hub"), offline);
  }

  private Path get() throws IOException, InterruptedException {
    return hub().get(MODEL, null, null, Progress.NONE);
  }

  /** Has the small files downloaded first, so that the answers are for the weights. */
  private void onlyWeights(Answer... answers) throws IOException {
    // The weights come after the tokenizer and before the configuration.
    server.answer(new Answer.Right());
    server.answer(answers);
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(HubException.class).isThrownBy(this::get).withMessageContaining(why);
  }

  private void assertRefused(String file, String why) {
    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> hub().get(MODEL, file, null, Progress.NONE))
        .withMessageContaining(why);
  }

  private void assertWhole(Path folder) {
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      assertThat(folder.resolve(name)).hasBinaryContent(server.content(name));
    }
  }

  private void assertNothingTakenForWhole() throws IOException {
    assertThat(hub().find(UnrulyHub.ID)).isNull();
    assertThat(hub().downloaded()).isEmpty();
    assertThat(blob()).doesNotExist();
  }

  private void assertNoParts() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private Path modelFolder() {
    return home.resolve("hub").resolve("models--org--tiny");
  }

  private Path blob() {
    return modelFolder()
        .resolve("blobs")
        .resolve(UnrulyHub.sha256(server.content("model.safetensors")));
  }

  private Path part() {
    return blob().resolveSibling(blob().getFileName() + ".part");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
