// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.util.Map;

/**
 * Counts what a request of spans would become as messages, before it becomes them: two bytes can
 * stand for an object of fifty. It walks the wire format and keeps nothing.
 */
final class Census {
  /** The messages of OTLP that hold others, with the fields that do. */
  private enum Message {
    ATTRIBUTE,
    VALUE,
    VALUES,
    ATTRIBUTES,
    HOLDER,
    LINK,
    SPAN,
    SCOPE,
    SCOPE_SPANS,
    RESOURCE_SPANS,
    REQUEST
  }

  private static final Map<Message, Map<Integer, Message>> FIELDS =
      Map.ofEntries(
          Map.entry(Message.REQUEST, Map.of(1, Message.RESOURCE_SPANS)),
          Map.entry(Message.RESOURCE_SPANS, Map.of(1, Message.ATTRIBUTES, 2, Message.SCOPE_SPANS)),
          Map.entry(Message.SCOPE_SPANS, Map.of(1, Message.SCOPE, 2, Message.SPAN)),
          Map.entry(Message.SCOPE, Map.of(3, Message.ATTRIBUTE)),
          Map.entry(
              Message.SPAN, Map.of(9, Message.ATTRIBUTE, 11, Message.HOLDER, 13, Message.LINK)),
          Map.entry(Message.HOLDER, Map.of(3, Message.ATTRIBUTE)),
          Map.entry(Message.LINK, Map.of(4, Message.ATTRIBUTE)),
          Map.entry(Message.ATTRIBUTE, Map.of(2, Message.VALUE)),
          Map.entry(Message.VALUE, Map.of(5, Message.VALUES, 6, Message.ATTRIBUTES)),
          Map.entry(Message.VALUES, Map.of(1, Message.VALUE)),
          Map.entry(Message.ATTRIBUTES, Map.of(1, Message.ATTRIBUTE)));

  private int fields;
  private int spans;

  private Census() {}

  /**
   * Refuses a request that would be too much.
   *
   * @throws Failure TOO_LARGE, or INVALID where it is not in the wire format
   */
  static void take(byte[] request) {
    try {
      new Census().walk(ByteString.copyFrom(request).newCodedInput(), Message.REQUEST, 0);
    } catch (InvalidProtocolBufferException e) {
      throw OtlpBody.malformed(e);
    } catch (IOException e) {
      throw new IllegalStateException("an array was read", e);
    }
  }

  private void walk(CodedInputStream in, Message message, int depth) throws IOException {
    if (depth > TraceLimits.VALUE_DEPTH) {
      throw tooMuch("values nested more than " + TraceLimits.VALUE_DEPTH + " levels deep");
    }
    Map<Integer, Message> nested = FIELDS.getOrDefault(message, Map.of());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++fields > TraceLimits.MESSAGES * 4) {
        throw tooMuch("more than " + TraceLimits.MESSAGES * 4 + " fields");
      }
      Message inside = nested.get(WireFormat.getTagFieldNumber(tag));
      if (inside == null
          || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        if (!in.skipField(tag)) {
          throw new InvalidProtocolBufferException("it ends a group that has not begun");
        }
        continue;
      }
      if (inside == Message.SPAN && ++spans > TraceLimits.SPANS) {
        throw tooMuch("more than " + TraceLimits.SPANS + " spans");
      }
      int outer = in.pushLimit(in.readRawVarint32());
      walk(in, inside, inside == Message.VALUE ? depth + 1 : depth);
      in.popLimit(outer);
    }
  }

  private static Failure tooMuch(String what) {
    return new Failure(
        ErrorCode.TOO_LARGE, "the request holds " + what, "send fewer spans at once");
  }
}
