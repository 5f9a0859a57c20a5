package dev.espalier.app.hub;

import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the hub says a revision of a model is.
 *
 * @param commit that the revision stands for
 * @param files all there are
 */
record HubListing(String commit, ImmutableList<Listed> files) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /**
   * A file as the listing has it.
   *
   * @param bytes its length, −1 if the listing does not tell
   * @param checksum of its content, or null if the listing does not tell
   */
  record Listed(String name, long bytes, @Nullable Checksum checksum) {}

  /**
   * Reads the answer of {@code /api/models/ORG/NAME/revision/REVISION?blobs=true}.
   *
   * @throws HubException if it is none
   */
  static HubListing read(byte[] answer, HubModel model) throws HubException {
    try {
      JsonNode root = JSON.readTree(answer);
      String commit = root.path("sha").asString("");
      if (!COMMIT.matcher(commit).matches() || !root.path("siblings").isArray()) {
        throw new HubException(
            "The hub's answer about %s lists no files of a commit.".formatted(model.id()));
      }
      MutableList<Listed> files = Lists.mutable.empty();
      for (JsonNode file : root.path("siblings")) {
        String name = file.path("rfilename").asString("");
        // Others are no file that is asked for, and none that should be written here.
        if (HubModel.isPath(name)) {
          JsonNode large = file.path("lfs");
          files.add(
              new Listed(
                  name,
                  large.path("size").asLong(file.path("size").asLong(-1)),
                  large.isObject()
                      ? Checksum.of(large.path("sha256").asString(large.path("oid").asString("")))
                      : Checksum.of(file.path("blobId").asString(""))));
        }
      }
      return new HubListing(commit, files.toImmutable());
    } catch (JacksonException e) {
      throw new HubException(
          "The hub's answer about %s is no valid JSON.".formatted(model.id()), e);
    }
  }
}
