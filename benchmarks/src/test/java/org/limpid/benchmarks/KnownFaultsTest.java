package org.limpid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.limpid.nn.weights.Json;

/**
 * Asks the public database of faults, osv.dev, about every library that {@code THIRD-PARTY.md}
 * lists: {@code mvn verify -pl benchmarks -am -Dtest=KnownFaultsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dlimpid.audit=true}. Builds open no connection unless
 * they are asked to, and today's answer is not tomorrow's.
 */
class KnownFaultsTest {
  private static final URI DATABASE = URI.create("https://api.osv.dev/v1/querybatch");
  private static final Pattern ROW =
      Pattern.compile("\\| `([\\w.-]+):([\\w.-]+)` \\| ([^ |]+) \\|");

  /** A library as databases name it. */
  private static List<String> libraries() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../THIRD-PARTY.md")))
        .results()
        .map(KnownFaultsTest::name)
        .toList();
  }

  private static String name(MatchResult row) {
    return "pkg:maven/" + row.group(1) + "/" + row.group(2) + "@" + row.group(3);
  }

  /** Faults that are known of libraries, each with the library it is of. */
  private static List<String> faults(URI database, List<String> libraries)
      throws IOException, InterruptedException {
    List<Map<String, Map<String, String>>> queries =
        libraries.stream().map(library -> Map.of("package", Map.of("purl", library))).toList();
    HttpRequest request =
        HttpRequest.newBuilder(database)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(Json.print(Map.of("queries", queries))))
            .build();
    HttpResponse<String> response =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    if (!(Json.parseObject(response.body()).get("results") instanceof List<?> results)) {
      throw new AssertionError("no results: " + response.body());
    }
    assertThat(results).hasSameSizeAs(libraries);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < libraries.size(); i++) {
      if (results.get(i) instanceof Map<?, ?> result
          && result.get("vulns") instanceof List<?> found) {
        for (Object fault : found) {
          String id = fault instanceof Map<?, ?> map ? String.valueOf(map.get("id")) : "unnamed";
          faults.add(libraries.get(i) + ": " + id);
        }
      }
    }
    return faults;
  }

  @Test
  void noLibraryHasAKnownFault() throws IOException, InterruptedException {
    assumeTrue(Boolean.getBoolean("limpid.audit"), "asked with -Dlimpid.audit=true only");
    assertThat(faults(DATABASE, libraries())).isEmpty();
  }

  /** The answer of a database that knows of two faults of the second library. */
  @Test
  void knownFaultsAreToldWithTheirLibrary() throws IOException, InterruptedException {
    List<String> libraries = libraries();
    assertThat(libraries)
        .hasSizeGreaterThan(20)
        .anyMatch(library -> library.startsWith("pkg:maven/info.picocli/picocli@"));
    AtomicReference<String> asked = new AtomicReference<>("");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          String others = ",{}".repeat(libraries.size() - 2);
          byte[] answer =
              ("{\"results\":[{},{\"vulns\":[{\"id\":\"A-1\",\"modified\":\"x\"},{\"id\":\"B-2\"}]}"
                      + others
                      + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      URI local = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
      assertThat(faults(local, libraries))
          .containsExactly(libraries.get(1) + ": A-1", libraries.get(1) + ": B-2");
      assertThat(asked.get()).contains("{\"package\":{\"purl\":\"" + libraries.get(1) + "\"}}");
    } finally {
      server.stop(0);
    }
  }
}
