package shoperrors;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Calls the service in the README of the target, and reads what it answers. */
final class Client {
    private static final String INTERNAL = "connection to db-7 refused";

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", Readme.orders());
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders/o-1");
        HttpRequest request = HttpRequest.newBuilder(uri).header("X-Request-Id", "req_1").build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        server.stop(0);
        check(response.statusCode() == 404 && !response.body().contains(INTERNAL), response.body());
        check(Readme.advice(response, body(response.body())).equals("no order o-1"), response.body());
        Received received = Received.read(404, response.headers().map(), body(response.body()));
        check(received.requestId().equals("req_1") && received.action() == Action.FIX_REQUEST, "the request");
        exceptionsKeepTheirCause();
        nothingIsUnreadable();
        headersAndErrorsAreSent();
        System.out.println("client");
    }

    private static void exceptionsKeepTheirCause() {
        ShopException exception = new ShopException(new ShopError.CardDeclined("4242", "a\nb"), new IllegalStateException(INTERNAL));
        check(exception.getCause().getMessage().equals(INTERNAL), "the cause");
        check(exception.toString().equals("shoperrors.ShopException: shop:card:declined: Card *** was declined: a\\u000ab"), exception.toString());
        check(exception.error().toString().equals("CardDeclined[card=***, reason=a\nb]"), exception.error().toString());
        Response response = exception.respond(Profile.API, null);
        check(!response.body().contains("4242") && !response.body().contains(INTERNAL), response.body());
    }

    private static void nothingIsUnreadable() {
        Received empty = Received.read(404, Map.of(), null);
        check(empty.status() == 404 && empty.code() == null && !empty.isRetryable(), "an empty 404");
        check(empty.error() instanceof ShopError.Unknown && empty.error().info().name().isEmpty(), "an empty 404");
        Received busy = Received.read(503, Map.of("retry-after", List.of("7")), null);
        check(busy.isRetryable() && busy.retryDelay().toSeconds() == 7, "an empty 503");
        for (String other : List.of("{}", "{\"code\": null}", "{\"code\": 1, \"type\": []}", "{\"status\": {}, \"params\": null}")) {
            check(Received.read(500, Map.of(), body(other)).code() == null, other);
        }
        String text = "{\"type\": \"\", \"title\": \"\", \"status\": 400, \"detail\": \"\", \"code\": \"shop:new:one\", \"params\": {}}";
        Received newer = Received.read(400, Map.of(), body(text));
        check(newer.error().equals(new ShopError.Unknown("shop:new:one")), newer.toString());
        Received wrong = Received.read(429, Map.of(), body(text.replace("new:one", "limit:exceeded").replace("{}", "{\"limit\": 1e400, \"wait\": -1}")));
        check(wrong.error().equals(new ShopError.LimitExceeded(null, null)) && wrong.params().isEmpty(), wrong.error().toString());
    }

    private static void headersAndErrorsAreSent() {
        Response response = new ShopException(new ShopError.OrderInvalid())
                .withError(new FieldError("body.item", "is missing", "send an item"))
                .withError(new FieldError("body.amount", "must be \"positive\""))
                .withHeader("X-A", "a\r\nSet-Cookie: b")
                .withHeader("Content-Length", "1")
                .withHeader("not a token", "1")
                .withHeader("retry-after", "9")
                .withRetryAfter(java.time.Duration.ofMillis(1500))
                .respond(Profile.API, "text/html");
        check(response.headers().contains(new Response.Header("X-A", "a  Set-Cookie: b")), response.toString());
        check(response.headers().size() == 3, response.toString());
        Received received = Received.read(422, Map.of(), body(response.body()));
        check(received.errors().size() == 2 && received.errors().get(1).fix() == null, response.body());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(String text) {
        return (Map<String, Object>) JsonParser.parse(text, JsonParser.INTEGERS.get(1));
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
