// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files in a folder of this machine. Links are not followed: they may lead anywhere. */
final class DirectoryFiles implements FileSource {
  private final Path root;

  DirectoryFiles(Path root) {
    if (!Files.isDirectory(root)) {
      throw Failure.missing("there is no folder " + root, "name the folder of the artifacts");
    }
    this.root = root;
  }

  @Override
  public Optional<Content> find(String directory, String name) {
    List<Content> found = new ArrayList<>();
    each(
        directory,
        new Taker() {
          @Override
          public void take(String path, long size, Content content) {
            if (path.equals(name)) {
              found.add(content);
            }
          }

          @Override
          public void refuse(String path, String reason) {} // a link is as good as no file
        });
    return found.stream().findFirst();
  }

  @Override
  public void each(String directory, Taker taker) {
    Path from;
    try {
      from = root.resolve(directory).normalize();
    } catch (InvalidPathException e) {
      return; // nothing of that name can be here
    }
    if (directory.isEmpty() || !from.startsWith(root) || !Files.isDirectory(from)) {
      return;
    }
    try {
      if (!from.toRealPath().startsWith(root.toRealPath())) {
        taker.refuse("", "its folder is a link that leads out of " + root);
        return;
      }
      Files.walkFileTree(from, new Walk(from, taker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands over what it comes by. */
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Taker taker;

    Walk(Path from, Taker taker) {
      this.from = from;
      this.taker = taker;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
      String path = from.relativize(file).toString().replace(java.io.File.separatorChar, '/');
      if (facts.isRegularFile()) {
        taker.take(path, facts.size(), () -> Files.newInputStream(file));
      } else {
        taker.refuse(path, "it is a link, or no file");
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
