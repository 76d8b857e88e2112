// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * An ONNX file in ONNX Runtime. It computes on the thread that asks, one row as fast as it can, and
 * many threads may ask at once; inputs go over in memory that is used again.
 */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment ort;
  private final OrtSession session;
  private final OnnxInputs inputs;
  private final OnnxOutputs outputs;
  private final int maxRows;
  private final BlockingQueue<ByteBuffer> scratch;

  private OnnxModel(
      OrtEnvironment ort,
      OrtSession session,
      OnnxInputs inputs,
      OnnxOutputs outputs,
      int maxRows,
      int threads) {
    this.ort = ort;
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
    this.maxRows = maxRows;
    this.scratch = new ArrayBlockingQueue<>(threads);
  }

  /**
   * Reads a file.
   *
   * @param maxRows that are computed at once
   * @param threads that ask at once
   * @throws Failure INVALID where it is no ONNX file, or not one of that signature
   */
  static OnnxModel open(byte[] file, Columns columns, int maxRows, int threads) {
    OrtEnvironment ort = OrtEnvironment.getEnvironment();
    OrtSession session = session(ort, file);
    try {
      OnnxInputs inputs = OnnxInputs.of(columns, session.getInputInfo());
      OnnxOutputs outputs = OnnxOutputs.of(columns.signature(), session.getOutputInfo());
      return new OnnxModel(ort, session, inputs, outputs, maxRows, threads);
    } catch (OrtException e) {
      close(session);
      throw unreadable(e);
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  /** Small models are fastest on one thread and without a memory arena, which would only grow. */
  static OrtSession session(OrtEnvironment ort, byte[] file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return ort.createSession(file, options);
    } catch (OrtException e) {
      throw unreadable(e);
    }
  }

  private static Failure unreadable(OrtException e) {
    return new Failure(
        ErrorCode.INVALID,
        "ONNX Runtime cannot read the file: " + Problem.shorten(String.valueOf(e.getMessage())),
        "export the model again, with operators that ONNX Runtime has",
        List.of(),
        e);
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  OnnxInputs inputs() {
    return inputs;
  }

  OnnxOutputs outputs() {
    return outputs;
  }

  /** Predicts all rows of the slices, in their order; at most {@code maxRows} of them. */
  List<Prediction> run(List<Slice> slices, OrtSession.RunOptions options) throws OrtException {
    ByteBuffer taken = scratch.poll();
    ByteBuffer memory = taken == null ? inputs.scratch(maxRows) : taken;
    try {
      Map<String, OnnxTensor> tensors = inputs.tensors(ort, slices, memory);
      try (OrtSession.Result result = session.run(tensors, outputs.names(), options)) {
        return outputs.read(result, Slice.rows(slices));
      } finally {
        tensors.values().forEach(OnnxTensor::close);
      }
    } finally {
      scratch.offer(memory);
    }
  }

  @Override
  public void close() {
    close(session);
  }
}
