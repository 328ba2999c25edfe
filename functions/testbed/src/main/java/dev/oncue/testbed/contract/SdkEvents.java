package dev.oncue.testbed.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Events as the CloudEvents SDK for Java writes and reads them. */
enum SdkEvents {
  BINARY {
    @Override
    void write(MessageWriter<?, Void> writer, CloudEvent event) {
      writer.writeBinary(event);
    }
  },
  STRUCTURED {
    @Override
    void write(MessageWriter<?, Void> writer, CloudEvent event) {
      writer.writeStructured(event, new JsonFormat());
    }
  },
  IN_BASE64 {
    @Override
    void write(MessageWriter<?, Void> writer, CloudEvent event) {
      writer.writeStructured(event, new JsonFormat().withForceJsonDataToBase64());
    }
  };

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  abstract void write(MessageWriter<?, Void> writer, CloudEvent event);

  /** Sends an event, and returns the one that it is answered with. */
  CloudEvent send(String authorization, CloudEvent event) throws Exception {
    HttpRequest.Builder request = request(authorization);
    write(
        HttpMessageFactory.createWriter(
            request::setHeader, body -> request.POST(BodyPublishers.ofByteArray(body))),
        event);
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HttpMessageFactory.createReaderFromMultimap(
            answer.headers().map(), answer.body().getBytes(UTF_8))
        .toEvent();
  }

  static HttpRequest.Builder request(String authorization) {
    return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/"))
        .header("Authorization", authorization);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
