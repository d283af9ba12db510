import os

# docs:start
from key_client import ApiClient, AuthApi, Configuration, KeyCreation, SampleApi
from key_client.exceptions import ApiException
# docs:end
from key_client import KeyRotation, KeySort, UsageInterval

host, secret_key = os.environ["BASE_URL"], os.environ["SECRET_KEY"]
greeting = "This is a secure endpoint"


def step(name: str) -> None:
    print(f"step: {name}", flush=True)


def expect(found, wanted) -> None:
    assert found == wanted, f"{found!r} instead of {wanted!r}"


def refused(status: int, call, *arguments, **named) -> ApiException:
    try:
        call(*arguments, **named)
    except ApiException as refusal:
        expect(refusal.status, status)
        return refusal
    raise AssertionError(f"not refused with {status}")


def use(**api_key: str) -> str:
    return SampleApi(ApiClient(Configuration(host=host, api_key=api_key))).get_secure().message


stranger = AuthApi(ApiClient(Configuration(host=host, api_key={"SecretHeader": "wrong"})))
expect(refused(403, stranger.list_keys).data.code, "invalid_secret")
step("wrong secret")

# docs:start

keys = AuthApi(ApiClient(Configuration(host=host, api_key={"SecretHeader": secret_key})))
created = keys.create_key(KeyCreation(name="reporting job", scopes=["reports:read"]))

caller = SampleApi(ApiClient(Configuration(host=host, api_key={"ApiKeyHeader": created.key})))
try:
    answer = caller.get_secure().message
except ApiException as refusal:
    answer = refusal.data.code
# docs:end
assert created.key.startswith(f"{created.start}_")
expect((created.name, created.scopes, created.status), ("reporting job", ["reports:read"], "active"))
step("create")
expect(answer, greeting)
step("use by header")

expect(use(ApiKeyQuery=created.key), greeting)
step("use by query")
expect(use(ApiKeyHeader=created.key, ApiKeyQuery=created.key), greeting)
step("use by both")
expect(refused(403, use, ApiKeyHeader="made-up").data.code, "invalid_api_key")
step("refused")

# The model would refuse it by itself.
invalid = refused(422, keys.create_key, KeyCreation.model_construct(scopes=["two words"])).data
expect((invalid.code, invalid.errors[0].pointer), ("invalid_request", "/body/scopes/0"))
step("invalid")

made = [created.id] + [keys.create_key(KeyCreation(name=f"job {number}")).id for number in range(4)]
page = keys.list_keys(limit=2, sort=KeySort.NAME_ASCENDING)
pages = [page.keys]
while page.next_cursor:
    page = keys.list_keys(limit=2, sort=KeySort.NAME_ASCENDING, cursor=page.next_cursor)
    pages.append(page.keys)
expect([len(some) for some in pages], [2, 2, 1])
expect(sorted(key.id for some in pages for key in some), sorted(made))
step("list")

rotated = keys.rotate_key(created.id, KeyRotation(overlap_seconds=0))
expect(rotated.id, created.id)
expect(refused(403, use, ApiKeyHeader=created.key).data.code, "invalid_api_key")
expect(use(ApiKeyHeader=rotated.key), greeting)
step("rotate")

expect(keys.revoke_key(created.id).status, "revoked")
expect(refused(403, use, ApiKeyHeader=rotated.key).data.code, "invalid_api_key")
step("revoke")

usage = keys.get_key_usage(created.id, interval=UsageInterval.DAY)
expect(sum(point.queries for point in usage.points), 4)
step("usage")
