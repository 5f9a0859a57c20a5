package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A potential over bytes, asked about tokens: a token is its bytes, one after another. Tokens are
 * told apart by id, for vocabularies may hold the same bytes twice.
 */
record TokensOverBytes(Potential base, Tokenizer tokenizer) implements IncrementalPotential {

  TokensOverBytes {
    if (base.items() != 256) {
      throw new IllegalArgumentException(
          "a potential over " + base.items() + " items is not one over the 256 bytes");
    }
  }

  @Override
  public int items() {
    return tokenizer.vocabularySize();
  }

  @Override
  public boolean isBoolean() {
    return base.isBoolean();
  }

  @Override
  public Walk start() {
    return new TokenWalk(tokenizer, base.start());
  }

  /**
   * @param bytes where the bytes stand, or null after a token that has none
   */
  private record TokenWalk(Tokenizer tokenizer, @Nullable Walk bytes) implements Walk {
    @Override
    public Walk push(int token) {
      byte[] own = tokenizer.bytes(token);
      Walk next = own.length == 0 ? null : bytes;
      for (int i = 0; i < own.length && next != null; i++) {
        next = next.push(own[i] & 0xFF);
      }
      return new TokenWalk(tokenizer, next);
    }

    @Override
    public double prefix() {
      return bytes == null ? Double.NEGATIVE_INFINITY : bytes.prefix();
    }

    @Override
    public double complete() {
      return bytes == null ? Double.NEGATIVE_INFINITY : bytes.complete();
    }
  }
}
