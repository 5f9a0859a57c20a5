package dev.espalier.sessions;

import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads lists of doubles as single doubles are read, {@code "NaN"} and the infinities among them,
 * which the library's own reader of such lists refuses. A reward model that fails on a step leaves
 * a NaN.
 */
final class RealListReader extends StdDeserializer<ImmutableDoubleList> {

  RealListReader() {
    super(ImmutableDoubleList.class);
  }

  @Override
  public ImmutableDoubleList deserialize(JsonParser json, DeserializationContext context) {
    if (!json.isExpectedStartArrayToken()) {
      return (ImmutableDoubleList)
          context.handleUnexpectedToken(context.constructType(ImmutableDoubleList.class), json);
    }
    MutableDoubleList reals = DoubleLists.mutable.empty();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      reals.add(_parseDoublePrimitive(json, context));
    }
    return reals.toImmutable();
  }
}
