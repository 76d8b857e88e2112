// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The store of files that belong to versions and runs.
 *
 * @param url {@code file:DIRECTORY}, or {@code s3://bucket/prefix}
 * @param endpoint the address of an S3-compatible store; null for Amazon's own
 * @param maxUpload the largest file that may be uploaded
 */
public record ArtifactsConfig(String url, @Nullable URI endpoint, long maxUpload) {
  private static final Pattern FORM =
      Pattern.compile("file:.+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/\\S*)?");
  private static final String EXPECTED = "file:DIRECTORY or s3://bucket/prefix";

  public ArtifactsConfig {
    if (!FORM.matcher(url).matches()) {
      throw Failure.invalid(
          "url must be " + EXPECTED + ", got " + Redaction.of(url), "write one of the two forms");
    }
    if (endpoint != null && !url.startsWith("s3:")) {
      throw Failure.invalid(
          "endpoint is for a url that begins with s3://, got " + url, "remove one of the two");
    }
  }

  static ArtifactsConfig read(Section section, DataConfig data) {
    return new ArtifactsConfig(
        section.text(
            "url",
            "file:" + data.inside("artifacts"),
            FORM,
            EXPECTED,
            "The store of artifacts: file:DIRECTORY, or s3://bucket/prefix."),
        section.optionalUrl(
            "endpoint", "The address of an S3-compatible store; none for Amazon's own."),
        section.size(
            "max_upload",
            "100GiB",
            "1KiB",
            "100TiB",
            "The largest file of a run or logged model."));
  }
}
