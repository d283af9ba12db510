import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import keyclient.ApiClient;
import keyclient.ApiException;
import keyclient.api.AuthApi;
import keyclient.api.SampleApi;
import keyclient.model.KeyCreation;
import keyclient.model.KeyPage;
import keyclient.model.KeyRotation;
import keyclient.model.KeySort;
import keyclient.model.KeyStatus;
import keyclient.model.Problem;
import keyclient.model.UsageInterval;
import keyclient.model.UsagePoint;

public class Program {
  interface Call {
    Object run() throws ApiException;
  }

  static final String host = System.getenv("BASE_URL");
  static final String secretKey = System.getenv("SECRET_KEY");
  static final String greeting = "This is a secure endpoint";

  static void step(String name) {
    System.out.println("step: " + name);
  }

  static void expect(Object found, Object wanted) {
    if (!Objects.equals(found, wanted)) throw new AssertionError(found + " instead of " + wanted);
  }

  static Problem refusal(Call call, int status, String code) throws Exception {
    Object answer;
    try {
      answer = call.run();
    } catch (ApiException refused) {
      Problem problem = ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
      expect(refused.getCode(), status);
      expect(problem.getCode(), code);
      return problem;
    }
    throw new AssertionError("not refused: " + answer);
  }

  static AuthApi administration(String secret) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(host);
    client.setRequestInterceptor(request -> request.header("secret-key", secret));
    return new AuthApi(client);
  }

  static String use(Map<String, String> headers) throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(host);
    return new SampleApi(client).getSecure(headers).getMessage();
  }

  static String useByQuery(String key, Map<String, String> headers) throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(host);
    client.setRequestInterceptor(request -> request.uri(URI.create(host + "/secure?api-key=" + key)));
    return new SampleApi(client).getSecure(headers).getMessage();
  }

  public static void main(String[] arguments) throws Exception {
    AuthApi stranger = administration("wrong");
    refusal(() -> stranger.listKeys(null, null, null, null, null, null, null, null), 403, "invalid_secret");
    step("wrong secret");

    // docs:start
    var client = new ApiClient();
    client.updateBaseUri(host);
    client.setRequestInterceptor(request -> request.header("secret-key", secretKey));
    var keys = new AuthApi(client);
    var created = keys.createKey(new KeyCreation().name("reporting job").scopes(Set.of("reports:read")));

    var job = new ApiClient();
    job.updateBaseUri(host);
    job.setRequestInterceptor(request -> request.header("api-key", created.getKey()));
    var answer = new SampleApi(job).getSecure();
    // docs:end
    String key = created.getKey();
    expect(key.startsWith(created.getStart() + "_"), true);
    expect(created.getName(), "reporting job");
    expect(created.getScopes(), Set.of("reports:read"));
    step("create");
    expect(answer.getMessage(), greeting);
    step("use by header");

    expect(useByQuery(key, Map.of()), greeting);
    step("use by query");
    expect(useByQuery(key, Map.of("api-key", key)), greeting);
    step("use by both");
    refusal(() -> use(Map.of("api-key", "made-up")), 403, "invalid_api_key");
    step("refused");

    KeyCreation invalid = new KeyCreation().scopes(Set.of("two words"));
    Problem problem = refusal(() -> keys.createKey(invalid), 422, "invalid_request");
    expect(problem.getErrors().get(0).getPointer(), "/body/scopes/0");
    step("invalid");

    Set<String> made = new TreeSet<>(Set.of(created.getId()));
    for (int number = 1; number <= 4; number++) {
      made.add(keys.createKey(new KeyCreation().name("job " + number)).getId());
    }
    List<String> listed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String cursor = null;
    do {
      KeyPage page = keys.listKeys(2, cursor, null, null, null, null, null, KeySort.NAME_ASCENDING);
      page.getKeys().forEach(one -> listed.add(one.getId()));
      sizes.add(page.getKeys().size());
      cursor = page.getNextCursor();
    } while (cursor != null);
    expect(sizes, List.of(2, 2, 1));
    expect(new TreeSet<>(listed), made);
    step("list");

    var rotated = keys.rotateKey(created.getId(), new KeyRotation().overlapSeconds(0));
    expect(rotated.getId(), created.getId());
    refusal(() -> use(Map.of("api-key", key)), 403, "invalid_api_key");
    expect(use(Map.of("api-key", rotated.getKey())), greeting);
    step("rotate");

    expect(keys.revokeKey(created.getId()).getStatus(), KeyStatus.REVOKED);
    refusal(() -> use(Map.of("api-key", rotated.getKey())), 403, "invalid_api_key");
    step("revoke");

    var usage = keys.getKeyUsage(created.getId(), null, null, UsageInterval.DAY);
    expect(usage.getPoints().stream().mapToLong(UsagePoint::getQueries).sum(), 4L);
    step("usage");
  }
}
