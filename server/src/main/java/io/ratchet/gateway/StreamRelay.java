// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.OutboundFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes a stream on, event by event, and ends its call: before {@code [DONE]} where all is well;
 * before one last error event where the provider breaks off; as interrupted where the caller
 * leaves, which cuts the connection to the provider.
 */
final class StreamRelay implements Answer.Writer {
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  /** The caller has gone. */
  private static final class Gone extends IOException {
    private static final long serialVersionUID = 1;

    Gone(IOException cause) {
      super("the caller has gone", cause);
    }
  }

  private final String provider;
  private final Upstream.Opened opened;
  private final StreamTally tally;
  private final Accounting accounting;
  private final Slots.Slot slot;
  private @Nullable Long firstTokenMicros;

  StreamRelay(
      String provider,
      Upstream.Opened opened,
      StreamTally tally,
      Accounting accounting,
      Slots.Slot slot) {
    this.provider = provider;
    this.opened = opened;
    this.tally = tally;
    this.accounting = accounting;
    this.slot = slot;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    boolean whole = false;
    try {
      relay(out);
      whole = true;
    } catch (Gone gone) {
      if (!accounting.hasEnded()) {
        accounting.interrupted(tally, firstTokenMicros);
      }
      throw gone;
    } catch (Failure unwritten) {
      write(out, frame(Json.bytes(OpenAiErrors.envelope(unwritten))));
    } finally {
      release(whole);
    }
  }

  private void release(boolean whole) {
    slot.close();
    if (whole) {
      opened.reply().close();
    } else {
      opened.reply().abort();
    }
    if (!accounting.hasEnded()) {
      accounting.failed(ErrorType.INTERNAL, tally, firstTokenMicros);
    }
  }

  private void relay(OutputStream out) throws Gone {
    try {
      SseEvents.Event event = opened.first();
      while (event != null && pass(event, out)) {
        event = opened.events().next();
      }
      if (event == null) {
        end(out);
      }
    } catch (OutboundFault fault) {
      ProviderFailure failure = ProviderFailure.of(provider, fault);
      fail(failure.type(), failure.body(), out);
    }
  }

  /** Whether more may follow. */
  private boolean pass(SseEvents.Event event, OutputStream out) throws Gone {
    StreamTally.Step step = tally.take(event);
    if (firstTokenMicros == null && tally.hasContent()) {
      firstTokenMicros = accounting.micros();
    }
    return switch (step) {
      case StreamTally.Step.Forward _ -> write(out, event.raw());
      case StreamTally.Step.Rewritten rewritten -> write(out, frame(rewritten.data()));
      case StreamTally.Step.Hidden _ -> true;
      case StreamTally.Step.Done _ -> {
        accounting.succeeded(tally, firstTokenMicros);
        write(out, event.raw());
        yield false;
      }
      case StreamTally.Step.Failed failed -> {
        fail(ErrorType.PROVIDER_ERROR, failed.envelope(), out);
        yield false;
      }
      case StreamTally.Step.Malformed malformed -> {
        ProviderFailure failure = ProviderFailure.malformed(provider, malformed.what());
        fail(failure.type(), failure.body(), out);
        yield false;
      }
    };
  }

  /** Some servers end without {@code [DONE]}; an answer that has finished is whole all the same. */
  private void end(OutputStream out) throws Gone {
    if (tally.isFinished()) {
      accounting.succeeded(tally, firstTokenMicros);
      write(out, DONE);
    } else {
      OutboundFault cut =
          new OutboundFault(OutboundFault.Kind.BROKEN, "the stream ended before its end", null);
      fail(ErrorType.ANSWER_CUT, ProviderFailure.of(provider, cut).body(), out);
    }
  }

  private void fail(ErrorType type, ObjectNode envelope, OutputStream out) throws Gone {
    accounting.failed(type, tally, firstTokenMicros);
    write(out, frame(Json.bytes(envelope)));
  }

  private static byte[] frame(byte[] data) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(data.length + 8);
    frame.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(data);
    frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return frame.toByteArray();
  }

  private static boolean write(OutputStream out, byte[] bytes) throws Gone {
    try {
      out.write(bytes);
      out.flush();
      return true;
    } catch (IOException e) {
      throw new Gone(e);
    }
  }
}
