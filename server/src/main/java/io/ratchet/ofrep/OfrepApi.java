// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's two routes. Asking for one flag serves traffic and is recorded, so it needs an
 * operator; asking for all only reads.
 */
public final class OfrepApi {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final int BODY_BYTES = 64 << 10;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_MODIFIED = 304;

  private final Flags flags;

  public OfrepApi(Flags flags) {
    this.flags = flags;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(FLAGS, Access.VIEWER, this::all).withErrors(OfrepErrors.SHAPE),
        Route.post(FLAGS + "/{key}", Access.OPERATOR, this::one).withErrors(OfrepErrors.SHAPE));
  }

  private Answer one(Request request) {
    String key = request.parameter("key");
    try {
      return switch (context(request)) {
        case Context.Read(Context context) ->
            Answer.json(OfrepJson.shown(flags.evaluate(key, context)));
        case Context.Refused refused -> refusal(key, refused);
      };
    } catch (Failure failure) {
      return OfrepErrors.answer(key, failure);
    }
  }

  private Answer all(Request request) {
    return switch (context(request)) {
      case Context.Read(Context context) -> all(request, context);
      case Context.Refused refused -> refusal(null, refused);
    };
  }

  private Answer all(Request request, Context context) {
    byte[] body = Json.bytes(OfrepJson.all(flags.all(context).values()));
    EntityTag tag = EntityTag.of(body);
    boolean known = request.header("if-none-match").filter(tag::isIn).isPresent();
    return known
        ? new Answer.Whole(NOT_MODIFIED, Map.of("etag", tag.value()), new byte[0])
        : Answer.bytes(200, "application/json", body).withHeader("etag", tag.value());
  }

  private static Context.Reading context(Request request) {
    if (request.body().length > BODY_BYTES) {
      throw new Failure(
          ErrorCode.TOO_LARGE,
          "the body has %d bytes; the limit is %d".formatted(request.body().length, BODY_BYTES),
          "send fewer attributes: those that segments look at are enough");
    }
    return Context.read(request.json());
  }

  private static Answer refusal(@Nullable String key, Context.Refused refused) {
    return Answer.json(BAD_REQUEST, OfrepJson.failed(key, refused.fault(), refused.details()));
  }
}
