"""Where a `next` may lead: to a page of ours, never elsewhere."""

import pytest

from tests.accounts.test_security import GOOD, by_password

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "javascript:alert(1)", "http://testserver@evil.example/", "/%2f%2fevil.example/../..//evil.example",
    "\thttps://evil.example", "https://evil.example\\@testserver/", "//testserver.evil.example/",
]  # fmt: skip


def leads_elsewhere(answer):
    target = answer.headers.get("Location", "")
    return answer.status_code in {301, 302, 303} and (
        not target.startswith("/") or target.startswith(("//", "/\\"))
    )


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_a_page_of_ours(client, cast, target):
    by_password(cast.nobody)
    form = {"login": cast.nobody.email, "password": GOOD, "next": target}
    answer = client.post("/account/sign-in/", form)
    assert answer.status_code == 302
    assert not leads_elsewhere(answer), answer.headers["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_choosing_a_language_and_signing_out_lead_to_a_page_of_ours(client, cast, target):
    answer = client.post(
        "/language/", {"language": "ur", "next": target}, headers={"Referer": target.strip()}
    )
    assert not leads_elsewhere(answer), answer.headers["Location"]
    signed_in = by_password(cast.nobody)
    answer = signed_in.post("/account/sign-out/", {"next": target})
    assert not leads_elsewhere(answer), answer.headers["Location"]


def test_a_page_of_ours_is_where_one_wanted_to_go(client, cast):
    by_password(cast.nobody)
    form = {"login": cast.nobody.email, "password": GOOD, "next": "/gaps/?layer=3"}
    assert client.post("/account/sign-in/", form).headers["Location"] == "/gaps/?layer=3"
