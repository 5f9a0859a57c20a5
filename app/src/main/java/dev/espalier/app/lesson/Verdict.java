package dev.espalier.app.lesson;

import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * What is said to an answer.
 *
 * @param words one sentence
 * @param explanation what the author says to it, as Markdown, or null
 */
public record Verdict(boolean right, String words, @Nullable Node explanation) {}
