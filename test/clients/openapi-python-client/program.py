import os
import sys

# docs:start
from client import AuthenticatedClient
from client.api.sample import get_secure
from client.api.tagauth import create_key
from client.models import CreatedKey, KeyCreation
# docs:end
from client import Client
from client.api.tagauth import get_key_usage, list_keys, revoke_key, rotate_key
from client.models import Message, Problem
from client.types import Response

base_url = os.environ["BASE_URL"]
secret_key = os.environ["SECRET_KEY"]


def expect(actual: object, expected: object) -> None:
    if actual != expected:
        sys.exit(f"expected {expected!r}, got {actual!r}")


def expect_problem(response: Response, status: int, code: str) -> Problem:
    expect(response.status_code, status)
    expect(response.parsed.code, code)
    return response.parsed


def with_key(key: str, **options: dict) -> AuthenticatedClient:
    return AuthenticatedClient(base_url, token=key, auth_header_name="api-key", prefix="", **options)


def expect_accepted(client: AuthenticatedClient | Client) -> None:
    expect(get_secure.sync(client=client), Message("This is a secure endpoint"))


def expect_refused(key: str) -> None:
    expect_problem(get_secure.sync_detailed(client=with_key(key)), 403, "invalid_api_key")


stranger = AuthenticatedClient(base_url, token="not-the-secret", auth_header_name="secret-key", prefix="")
expect_problem(create_key.sync_detailed(client=stranger, body=KeyCreation()), 403, "invalid_secret")
print("step: wrong secret")

# docs:start

admin = AuthenticatedClient(base_url, token=secret_key, auth_header_name="secret-key", prefix="")
created = create_key.sync(client=admin, body=KeyCreation(name="reporting job", scopes=["reports:read"]))
if not isinstance(created, CreatedKey):
    sys.exit(f"{created.code}: {created.detail}")

job = AuthenticatedClient(base_url, token=created.key, auth_header_name="api-key", prefix="")
answer = get_secure.sync(client=job)
# docs:end
expect((created.name, created.scopes), ("reporting job", ["reports:read"]))
expect(created.key.startswith(f"{created.start}_"), True)
print("step: create")

expect(answer, Message("This is a secure endpoint"))
print("step: use by header")

in_query = {"params": {"api-key": created.key}}
expect_accepted(Client(base_url, httpx_args=in_query))
print("step: use by query")

expect_accepted(with_key(created.key, httpx_args=in_query))
print("step: use by both")

expect_refused("made-up")
print("step: refused")

refusal = create_key.sync_detailed(client=admin, body=KeyCreation(scopes=["two words"]))
invalid = expect_problem(refusal, 422, "invalid_request")
expect(invalid.errors[0].pointer, "/body/scopes/0")
print("step: invalid")

made = [create_key.sync(client=admin, body=KeyCreation(name=f"listed {number}")).id for number in range(1, 6)]
page = list_keys.sync(client=admin, name="listed", limit=2)
pages = [page.keys]
while page.next_cursor:
    page = list_keys.sync(client=admin, name="listed", limit=2, cursor=page.next_cursor)
    pages.append(page.keys)
expect([len(keys) for keys in pages], [2, 2, 1])
expect(sorted(key.id for keys in pages for key in keys), sorted(made))
print("step: list")

rotated = rotate_key.sync(created.id, client=admin)
expect(rotated.id, created.id)
expect_refused(created.key)
expect_accepted(with_key(rotated.key))
print("step: rotate")

revoked = revoke_key.sync(created.id, client=admin)
expect(revoked.status, "revoked")
expect_refused(rotated.key)
print("step: revoke")

usage = get_key_usage.sync(created.id, client=admin)
expect(sum(point.queries for point in usage.points), 4)
print("step: usage")
