package dev.espalier.sessions;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.datatype.eclipsecollections.EclipseCollectionsModule;

/**
 * How records become JSON. The names in files are those of the records and their components; the
 * kind of an event, score or reason is its record's name, so that a new one needs no line here.
 *
 * <p>Nothing is lost on the way: doubles are written with as many digits as it takes to read them
 * back, what JSON has no number for as {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"},
 * and the lone surrogates that stand for single bytes of a character as escapes.
 */
final class SessionJson {

  private static final int BEFORE_SURROGATES = 0xD7FF;

  /** Reads and writes header, events, telemetry and annotations. */
  static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().highestNonEscapedChar(BEFORE_SURROGATES).build())
          .addModule(new EclipseCollectionsModule())
          .addModule(
              new SimpleModule("reals")
                  .addDeserializer(ImmutableDoubleList.class, new RealListReader()))
          .addMixIn(SearchEvent.class, EventKind.class)
          .addMixIn(Score.class, ScoreKind.class)
          .addMixIn(Reason.class, ReasonKind.class)
          .addMixIn(Edit.class, EditKind.class)
          .addMixIn(Annotation.class, AnnotationKind.class)
          .addMixIn(Budget.class, BudgetText.class)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number of another kind than expected is damage, not something to round or convert.
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SessionJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "event")
  private interface EventKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface ScoreKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface ReasonKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface EditKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "annotation")
  private interface AnnotationKind {}

  /** A budget is written as users write it. */
  private abstract static class BudgetText {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Budget parse(String text) {
      return Budget.parse(text);
    }

    @JsonValue
    @Override
    public abstract String toString();
  }
}
