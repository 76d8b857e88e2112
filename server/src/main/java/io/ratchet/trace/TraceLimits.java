// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

/** How much of what is taken from outside. */
public final class TraceLimits {
  /** Bytes of spans that one request may unpack to. */
  public static final int UNPACKED_BYTES = 32 << 20;

  /** Messages within a request of spans: the spans themselves, attributes and values. */
  public static final int MESSAGES = 400_000;

  /** Spans of one request. */
  public static final int SPANS = 10_000;

  /** Bytes of one span. */
  public static final int SPAN_BYTES = 8 << 20;

  /** Levels of values within values in one attribute. */
  public static final int VALUE_DEPTH = 40;

  /** Messages within messages, three for each level of a value that is a map. */
  static final int MESSAGE_DEPTH = VALUE_DEPTH * 4;

  /** Attributes of a span that can be looked for, and the longest value of one, in characters. */
  public static final int FOUND_ATTRIBUTES = 64;

  public static final int FOUND_VALUE = 500;

  /** Characters of the previews that are made from spans. */
  public static final int PREVIEW = 1_000;

  /** Characters of the previews that clients send. */
  public static final int SENT_PREVIEW = 10_000;

  public static final int TRACE_ID = 128;
  public static final int CLIENT_REQUEST_ID = 250;
  public static final int TAG_KEY = 250;

  /** Longer values of tags and metadata are cut. */
  public static final int TAG_VALUE = 8_000;

  /** Tags, and apart from them entries of metadata, that one request may set. */
  public static final int TAGS = 1_000;

  /** Characters of the names of assessments, and of what can be looked for of their values. */
  public static final int NAME = 250;

  public static final int ASSESSMENT_TEXT = 100_000;

  /** Assessments of one trace. */
  public static final int ASSESSMENTS = 1_000;

  /** Traces in one answer, of a search and by their ids. */
  public static final int PAGE = 100;

  public static final int LARGEST_PAGE = 500;

  /** Bytes of spans in one answer. */
  public static final long ANSWER_BYTES = 64L << 20;

  public static final int LINKED_TRACES = 100;
  public static final int LINKED_PROMPTS = 100;

  /** Traces that one transaction deletes. */
  public static final int DELETED_AT_ONCE = 200;

  /** Traces that one request may name to be deleted. */
  public static final int DELETED_BY_ID = 10_000;

  /** Run groups that one search looks at. */
  public static final int GROUPS = 200;

  private TraceLimits() {}
}
